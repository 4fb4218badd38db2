"""From a file, an address or a string to a Document: bytes, markup, language, sentences, date."""
