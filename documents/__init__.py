"""Documents: a paper's contents as XLSX, DOCX and PDF/A. Nothing is decided or fetched here."""
