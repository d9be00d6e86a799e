"""The bricks that scenes and styles share: tensors in, tensors out; lengths are fractions of the picture's height."""
