cargo install wellpress --version "$version" --locked --root "{prefix}"
