"""How the studio holds up: many hands at once, repeated recipes, made-up requests, and everything that can be killed."""
