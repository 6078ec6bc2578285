"""The encrypted ledger on the disk: sessions, history, numbers, search, backups. Sessions never leave it."""
