"""What makes an alteration visible: digests of rows, an RFC 6962 tree over them, and signed checkpoints. Pure."""
