"""Papers: records and figures drawn as PDF or written as Excel workbooks, by pure functions."""
