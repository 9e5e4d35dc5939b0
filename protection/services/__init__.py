"""How does what is allowed change? One module for each kind of policy."""
