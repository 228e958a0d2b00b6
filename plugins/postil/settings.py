"""Pelican settings of a Postil archive: addresses, feeds, the theme.

A `pelican.conf.py` begins with `from postil.settings import *` and sets what is its own after it.
Addresses never change once published: think twice before overriding one.
"""

from postil.theming import templating

# What is where
PATH = "content"
ARTICLE_PATHS = ["articles"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images"]
OUTPUT_PATH = "output"
PLUGINS = ["postil"]
THEME = str(templating.theme_folder())

# Addresses
ARTICLE_URL = "{date:%Y}/{date:%m}/{slug}/"
ARTICLE_SAVE_AS = "{date:%Y}/{date:%m}/{slug}/index.html"
ARTICLE_LANG_URL = ARTICLE_URL
ARTICLE_LANG_SAVE_AS = ARTICLE_SAVE_AS
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
PAGE_LANG_URL = PAGE_URL
PAGE_LANG_SAVE_AS = PAGE_SAVE_AS
CATEGORY_URL = "outlets/{slug}/"
CATEGORY_SAVE_AS = "outlets/{slug}/index.html"
CATEGORIES_URL = "outlets/"
CATEGORIES_SAVE_AS = "outlets/index.html"
TAG_URL = "topics/{slug}/"
TAG_SAVE_AS = "topics/{slug}/index.html"
TAGS_URL = "topics/"
TAGS_SAVE_AS = "topics/index.html"
AUTHOR_SAVE_AS = ""
AUTHORS_SAVE_AS = ""
ARCHIVES_URL = "archive/"
ARCHIVES_SAVE_AS = "archive/index.html"
YEAR_ARCHIVE_URL = "archive/{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = "archive/{date:%Y}/index.html"
MONTH_ARCHIVE_URL = "archive/{date:%Y}/{date:%m}/"
MONTH_ARCHIVE_SAVE_AS = "archive/{date:%Y}/{date:%m}/index.html"
METHODOLOGY_SAVE_AS = "methodology/index.html"
DRAFT_SAVE_AS = ""  # a draft is checked like an article, and stays at home
DRAFT_LANG_SAVE_AS = ""
DRAFT_PAGE_SAVE_AS = ""
DRAFT_PAGE_LANG_SAVE_AS = ""
SLUGIFY_SOURCE = "basename"  # so that a better title does not move the page
FILENAME_METADATA = r"(?:\d{4}-\d{2}-\d{2}-)?(?P<slug>.+)"  # 2020-12-09-dam.md is /2020/12/dam/
IGNORE_FILES = ["**/.*", ".#*", "#*#", "*~"]  # what editors' programs put beside a file
DIRECT_TEMPLATES = ["index", "categories", "tags", "archives", "404"]
DEFAULT_PAGINATION = 20
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
]

# Outlets are Pelican's categories, topics its tags
USE_FOLDER_AS_CATEGORY = False  # folders are years
DEFAULT_CATEGORY = "Other"
ARTICLE_TRANSLATION_ID = None  # two articles of one slug and different months are no translations
PAGE_TRANSLATION_ID = None

# Feeds in Atom; beside each lies the same as JSON Feed (feeds/all.json)
FEED_ALL_ATOM = "feeds/all.atom.xml"
CATEGORY_FEED_ATOM = "feeds/outlets/{slug}.atom.xml"
TAG_FEED_ATOM = "feeds/topics/{slug}.atom.xml"
PERSON_FEED_ATOM = "feeds/people/{slug}.atom.xml"
VERDICT_FEED_ATOM = "feeds/verdicts/{slug}.atom.xml"
CLAIMS_FEED_ATOM = "feeds/claims.atom.xml"
CORRECTIONS_FEED_ATOM = "feeds/corrections.atom.xml"
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None

# A picture for each article and claim, for those who link to them: docs/sharing.md
POSTIL_CARDS = True

# The search, in /search/, with its index made by Pagefind
POSTIL_SEARCH = True

# The open data, in /data/
POSTIL_DATA_LICENSE = "https://creativecommons.org/licenses/by/4.0/"

# The same bytes on every machine
LOCALE = ["C"]
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
DELETE_OUTPUT_DIRECTORY = False

# The theme's templates
JINJA_ENVIRONMENT = templating.JINJA_ENVIRONMENT
JINJA_FILTERS = templating.FILTERS
