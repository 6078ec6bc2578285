"""屈原司法所工作台: the offline desk of a township judicial office (司法所)."""

__version__ = "0.1.0"
