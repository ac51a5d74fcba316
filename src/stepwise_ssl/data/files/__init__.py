"""The data files themselves and their datasheet, ``datasheet.toml``."""
