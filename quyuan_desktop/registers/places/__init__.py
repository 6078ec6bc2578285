"""Places: the villages and communities of the office's towns."""

from quyuan_desktop.registers.places.village import VILLAGE

__all__ = ["VILLAGE"]
