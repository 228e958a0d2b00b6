"""What leaves the site: citations, cards, embeds, the site map."""
