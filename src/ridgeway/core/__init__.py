"""The engine: plain values in, plain values out. No framework, no clock, no database."""
