"""Packages between office and district: their formats and their seals; neither database nor papers."""
