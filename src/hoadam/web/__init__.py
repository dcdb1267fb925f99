"""The chronicle as web pages for people and as an API for programs, served from one store by one process."""
