"""Networks as pictures: where each thing stands, and the shapes and lines of a page. Pure: data in, data out."""
