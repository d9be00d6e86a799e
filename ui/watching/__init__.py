"""What the studio tells whoever runs it: metrics, logs and the admin page. Nothing a visitor asked for is in any of them."""
