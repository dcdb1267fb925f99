"""A chronicle for programs that speak the Model Context Protocol: tools that only read, over standard input and output or HTTP."""
