"""Pages of the catalogue, of filing, and the public verification of documents."""
