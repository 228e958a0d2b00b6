"""The archive for machines: tables, schema.org's words, Web Annotations."""
