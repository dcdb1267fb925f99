"""What is a file that is no page, by its first bytes, and what is to be done with it?"""

PICTURE = "a picture ({}). Leave it out: only text is read."
FILM = "sound or film ({}). Leave it out: only text is read."
PACKED = "packed ({}). {}"
STARTS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF. Take its text out (pdftotext FILE.pdf) and give that."),
    (b"SQLite format 3\0", "a database (SQLite). If it is a store, name it with --store; else take its text out as CSV or JSON lines."),
    (b"{\\rtf", "a document in RTF. Save it as plain text (.txt) or HTML and give that."),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an old Office (.doc, .xls, .ppt). Save it as text, HTML or CSV and give that."),
    (b"\x89PNG\r\n\x1a\n", PICTURE.format("PNG")),
    (b"\xff\xd8\xff", PICTURE.format("JPEG")),
    (b"GIF87a", PICTURE.format("GIF")),
    (b"GIF89a", PICTURE.format("GIF")),
    (b"II*\0", PICTURE.format("TIFF")),
    (b"MM\0*", PICTURE.format("TIFF")),
    (b"BM", PICTURE.format("BMP")),
    (b"\0\0\1\0", PICTURE.format("icon")),
    (b"ID3", FILM.format("MP3")),
    (b"OggS", FILM.format("Ogg")),
    (b"fLaC", FILM.format("FLAC")),
    (b"\x1a\x45\xdf\xa3", FILM.format("Matroska or WebM")),
    (b"\x1f\x8b", PACKED.format("gzip", "Call it by what is in it (.jsonl.gz, .warc.gz, .tar.gz), or unpack it first.")),
    (b"\x28\xb5\x2f\xfd", PACKED.format("zstd", "Call it by what is in it (.jsonl.zst, .warc.zst, .tar.zst), or unpack it first.")),
    (b"BZh", PACKED.format("bzip2", "Unpack it first.")),
    (b"\xfd7zXZ\0", PACKED.format("xz", "Unpack it first.")),
    (b"7z\xbc\xaf\x27\x1c", PACKED.format("7-Zip", "Unpack it first.")),
    (b"Rar!\x1a\x07", PACKED.format("RAR", "Unpack it first.")),
    (b"PAR1", "a Parquet file. Let its name end in .parquet."),
    (b"WARC/", "a web archive. Let its name end in .warc."),
    (b"\x7fELF", "a program. Leave it out."),
    (b"MZ", "a program (Windows). Leave it out."),
    (b"\xca\xfe\xba\xbe", "a program. Leave it out."),
)
RIFF = {b"WEBP": PICTURE.format("WebP"), b"WAVE": FILM.format("WAV"), b"AVI ": FILM.format("AVI")}
BOXES = {b"heic": PICTURE.format("HEIC"), b"mif1": PICTURE.format("HEIC"), b"avif": PICTURE.format("AVIF")}
INSIDE: tuple[tuple[bytes, str], ...] = (  # what a ZIP archive holds that is the file of one program
    (b"word/", "a Word document. Save it as plain text (.txt) or HTML and give that."),
    (b"xl/", 'an Excel sheet. Save it as CSV (UTF-8), with the pages in a column "text", and give that.'),
    (b"ppt/", "a PowerPoint file. Save it as plain text and give that."),
    (b"mimetypeapplication/vnd.oasis.opendocument", "a document of LibreOffice. Save it as plain text (.txt), HTML or CSV and give that."),
    (b"mimetypeapplication/epub", "an e-book (EPUB). Save it as HTML or plain text and give that."),
)
LOOKED_AT = 4096  # bytes in which the names of a ZIP archive's first members stand
TEXTUAL = (b"BM", b"ID3", b"BZh", b"OggS", b"MZ")  # a text may begin so: there, something must follow that stands in no text


def no_page(raw: bytes) -> str | None:
    """What the bytes are, where they are of a known kind that is no page: the end of a sentence that begins with "is"."""
    if raw.startswith(b"PK\x03\x04"):
        return _zipped(raw)
    if raw[4:8] == b"ftyp":
        return BOXES.get(raw[8:12], FILM.format("MP4"))
    if raw.startswith(b"RIFF"):
        return RIFF.get(raw[8:12])
    found = next(((start, kind) for start, kind in STARTS if raw.startswith(start)), None)
    if found and found[0] in TEXTUAL and not _has_control(raw[:64]):
        return None
    return found[1] if found else None


def _zipped(raw: bytes) -> str:
    held = raw[:LOOKED_AT]
    kind = next((kind for start, kind in INSIDE if start in held), None)
    return kind or PACKED.format("ZIP", "Let its name end in .zip, or unpack it first.")


def _has_control(raw: bytes) -> bool:
    return any(byte < 9 or 13 < byte < 27 for byte in raw)
