"""Documents (文书): one block model, written as .docx or as a self-contained HTML page."""
