"""Long fault sweeps, by hand: power cuts, flipped bits, pulled sticks, changed packages, full disks. See docs/faults.md."""
