"""Generated photos: what MNIST lacks, drawn, photographed and sent through the walk."""
