"""Who may do what, and how much: keys, the page's login, signed links, rates; and the one guard that asks them all."""
