"""Who is Contoso, and what has happened there? The demo tenant."""
