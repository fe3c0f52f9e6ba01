"""What stands before every door: who comes, and whether the address is open to them."""
