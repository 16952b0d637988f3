"""The demo's data: companies, people, two years of filings, generated scans. Demo only."""
