"""What the office does, one verb and one transaction each; window and command line both call these."""
