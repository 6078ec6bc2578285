"""The window: the only layer with Qt. Widgets never query; they call services through the one worker."""
