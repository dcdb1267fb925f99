"""A language model as an adviser: it may propose rulings, each with a verbatim quote; it makes none, and is off unless asked."""
