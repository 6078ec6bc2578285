"""Pure rules of the field; knows neither database, paper nor window."""
