"""What can be wrong with a workbook: where, what, and what to do next.

Every rule is a row of `RULES`; its two texts are the messages, filled with the finding's details. A *file* fault means that
nothing of the workbook can be used; a *fault* keeps its row out (the entry's last good version stays in service); a *warning* keeps
nothing out; a *remark* only tells what was passed over.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from knowledge.translation import Translations
from knowledge.translation import marked as _


class Severity(StrEnum):
    """How much a finding weighs."""

    FILE = "file"
    FAULT = "fault"
    WARNING = "warning"
    REMARK = "remark"


class Rule(NamedTuple):
    """A rule's severity and its two messages."""

    severity: Severity
    problem: str
    mend: str


FILE, FAULT, WARNING, REMARK = Severity

# fmt: off
RULES: dict[str, Rule] = {
    # The file as a whole.
    "file-missing": Rule(FILE, _("There is no file at {place}."), _("Check the name and the folder. If somebody is saving it right now, try again in a moment.")),
    "file-unreachable": Rule(FILE, _("{place} cannot be reached: {reason}."), _("Check the address and your connection, then try again.")),
    "file-empty": Rule(FILE, _("The file is empty (0 bytes)."), _("It may still be being saved or copied: wait a moment. Otherwise open your last good copy and save it again.")),
    "file-locked-name": Rule(FILE, _("{place} is the small lock file that Excel or LibreOffice makes while a workbook is open."), _("Give the name of the workbook itself.")),
    "file-too-large": Rule(FILE, _("The file has {size} MB; at most {limit} MB are read."), _("Remove pictures and sheets that are not needed, and save it again.")),
    "file-xls": Rule(FILE, _("This is an old Excel file (.xls)."), _("Open it in Excel and choose File > Save as > “Excel workbook (.xlsx)”.")),
    "file-ods": Rule(FILE, _("This is an OpenDocument spreadsheet (.ods)."), _("Open it in LibreOffice and choose File > Save as > “Excel 2007-365 (.xlsx)”.")),
    "file-csv": Rule(FILE, _("This is a text file (CSV), not a workbook."), _("Open it in Excel or LibreOffice and save it as “Excel workbook (.xlsx)”.")),
    "file-xlsb": Rule(FILE, _("This is a binary Excel file (.xlsb)."), _("Open it in Excel and choose File > Save as > “Excel workbook (.xlsx)”.")),
    "file-not-workbook": Rule(FILE, _("This is not an Excel workbook."), _("Save the workbook as “Excel workbook (.xlsx)” and give that file.")),
    "file-encrypted": Rule(FILE, _("The workbook is protected with a password to open it."), _("In Excel: File > Info > Protect workbook > Encrypt with password; empty the password and save.")),
    "file-damaged": Rule(FILE, _("The file is damaged or was only partly saved."), _("Open it in Excel, let it be repaired and save it again; or use your last good copy.")),
    "file-unsafe": Rule(FILE, _("The file is refused because it is built like an attack ({reason})."), _("Copy the sheets into a new workbook, save that one, and tell your IT department where this file came from.")),
    "file-too-much": Rule(FILE, _("The workbook holds too much to be read safely ({reason})."), _("Delete the empty rows and columns after your data, and sheets that are not needed, and save it again.")),
    "file-too-slow": Rule(FILE, _("Reading the workbook took more than {seconds} seconds and was stopped."), _("Delete the empty rows and columns after your data, and sheets that are not needed, and save it again.")),
    "no-answers-sheet": Rule(FILE, _("No sheet with answers was found. Sheets in this workbook: {sheets}."), _("Name the sheet “Respuestas” or “Answers”, with the columns id, question and answer in its first rows.")),
    "no-header": Rule(FILE, _("No header row was found in the first {rows} rows."), _("Write the column names in one row: id, question, answer (the template shows all of them).")),
    "no-column": Rule(FILE, _("The column “{column}” is missing."), _("Add a column with that name to the header row.")),
    # Rows that we were asked to add to the file.
    "append-open": Rule(FILE, _("Somebody has {place} open: {lock} lies beside it."), _("Close the workbook in Excel or LibreOffice, on every computer, and try again. If nobody has it open, delete {lock}, which a program left behind.")),
    "append-changed": Rule(FILE, _("{place} was changed after it was read. Nothing was added."), _("Have the changed workbook read and published first, then add the rows again.")),
    "append-unwritable": Rule(FILE, _("{place} cannot be written: {reason}. Nothing was added."), _("Close the workbook, check that you may write in its folder and that the disk is not full, and try again.")),
    "append-not-kept": Rule(FILE, _("After the rows were added, {place} did not read back as it was written. What it said before was put back; the copy made before is {backup}."), _("Open the workbook and look whether it is as you left it. Copy the rows by hand from the file of proposals.")),
    "append-no-sheet": Rule(FILE, _("The workbook has no sheet “{sheet}”."), _("Have the workbook read again: perhaps the sheet was renamed.")),
    "append-no-column": Rule(FILE, _("The workbook has no column for “{column}”, which a new row fills."), _("Add that column to the header row, or copy the rows by hand from the file of proposals.")),
    "append-no-status": Rule(FILE, _("The workbook has no column for the status, so a new row would be published at once."), _("Add a column “Status” to the header row, and write “Approved” in the rows that are.")),
    "append-protected": Rule(FILE, _("The sheet “{sheet}” is protected against changes."), _("In Excel: Review > Unprotect sheet. Or copy the rows by hand from the file of proposals.")),
    "append-signed": Rule(FILE, _("The workbook is signed, and a change would make its signature void."), _("Copy the rows by hand from the file of proposals, and have it signed again.")),
    "append-shared": Rule(FILE, _("The workbook is shared in the old way of Excel, which keeps a record of changes inside it."), _("In Excel: Review > Unshare workbook. Or copy the rows by hand from the file of proposals.")),
    "append-totals": Rule(FILE, _("The table on the sheet “{sheet}” ends with a row of totals."), _("In Excel: Table design > Total row, take the mark away. Or copy the rows by hand from the file of proposals.")),
    "append-below": Rule(FILE, _("On the sheet “{sheet}” something stands in the way below the table: {cell}."), _("Move it to another sheet, or copy the rows by hand from the file of proposals.")),
    "append-formula": Rule(FILE, _("The text for {cell} begins like a formula, and that cell is not formatted as text."), _("Give the column the format “Text” and try again, or copy the rows by hand from the file of proposals.")),
    "append-unsafe": Rule(FILE, _("Rows cannot be added to this workbook without risk ({reason})."), _("Copy the rows by hand from the file of proposals.")),
    "append-elsewhere": Rule(FILE, _("The workbook is not a file on this computer ({place}), so no rows can be added to it from here."), _("Copy the rows by hand from the file of proposals.")),
    "append-nothing": Rule(FILE, _("There is no draft that {place} lacks. Nothing was added."), _("Write a draft for a question first. One that the workbook has already is not added again.")),
    # The answers.
    "id-missing": Rule(FAULT, _("The id is empty."), _("Write an id that no other entry has, such as TRIB-014. It never changes afterwards.")),
    "id-bad": Rule(FAULT, _("The id “{value}” cannot be used."), _("Use at most 40 letters, digits, hyphens, dots and underscores, without spaces: TRIB-014.")),
    "id-duplicate": Rule(FAULT, _("The id {value} stands twice for the language {language}: also in {other}."), _("Give one of the two another id, or delete the row that is out of date.")),
    "question-missing": Rule(FAULT, _("The question is empty."), _("Write the question as a citizen would ask it.")),
    "question-no-words": Rule(FAULT, _("The text “{value}” has no letter and no digit."), _("Write a question in words.")),
    "answer-missing": Rule(FAULT, _("The answer is empty."), _("Write the approved answer, or set the status to “Draft”.")),
    "phrasing-duplicate": Rule(FAULT, _("“{value}” is asked in the same way by another entry: {other_entry} in {other}."), _("Leave this way of asking to one of the two entries, or word it so that they differ.")),
    "asked-alike": Rule(WARNING, _("It is asked almost as {other_entry} is, in {other}: “{value}” could mean either."), _("Let each way of asking name what only this entry answers, or make one entry of the two.")),
    "phrasing-repeated": Rule(WARNING, _("“{value}” already stands in this entry: {other}."), _("One is enough: accents, capitals, spaces and punctuation make no difference.")),
    "wording-too-long": Rule(FAULT, _("The text for {channel} has {length} characters; {limit} are allowed, as that platform counts."), _("Shorten it by {excess}.")),
    "answer-too-long-for-channel": Rule(WARNING, _("The general answer has {length} characters and would be given on {channel}, where {limit} are allowed."), _("Write a shorter text in the column of that channel.")),
    "date-bad": Rule(FAULT, _("“{value}” is not a date."), _("Write it as day/month/year: 31/12/2026.")),
    "dates-reversed": Rule(FAULT, _("Valid until ({until}) comes before valid from ({from_}: {other})."), _("Correct one of the two dates.")),
    "language-unknown": Rule(FAULT, _("The language “{value}” is not known."), _("Choose one from the list: es, ca, gl, eu, en…")),
    "status-unknown": Rule(FAULT, _("The status “{value}” is not known."), _("Choose Approved, In review, Draft, Suspended or Retired.")),
    "status-missing": Rule(WARNING, _("The status is empty: the row is not published."), _("Choose “Approved” once the answer has been approved.")),
    "department-unknown": Rule(FAULT, _("The department “{value}” is not on the Departments sheet."), _("Choose one from that sheet, or add it there.")),
    "announce-unknown": Rule(WARNING, _("The department “{value}” that is to be told is not on the Departments sheet."), _("Choose one from that sheet: nobody is told otherwise.")),
    "channel-unknown": Rule(FAULT, _("The channel “{value}” is not known."), _("Use social, phone, email, counter or web, or add it to the Channels sheet.")),
    "fact-unknown": Rule(FAULT, _("There is no shared fact called “{value}”."), _("Correct the name between {{{{ and }}}}, or add it to the Facts sheet.")),
    "fact-unclosed": Rule(FAULT, _("The braces of a shared fact are not closed."), _("Write the name between two pairs of braces: {{{{name}}}}.")),
    "fact-no-value-today": Rule(WARNING, _("The shared fact “{value}” has no value in force today, so this text cannot be given."), _("Add a row with a value and dates that include today to the Facts sheet.")),
    "control-characters": Rule(FAULT, _("The text holds invisible control characters ({value})."), _("Type the text again in this cell, or paste it as plain text.")),
    "cell-too-long": Rule(FAULT, _("The text has {length} characters; a cell holds at most {limit}."), _("Shorten the text.")),
    "formula-no-value": Rule(FAULT, _("The formula has no saved result."), _("Open the workbook in Excel or LibreOffice and save it, or write the text instead of the formula.")),
    "formula-error": Rule(FAULT, _("The formula gives the error {value}."), _("Correct the formula, or write the text instead.")),
    "not-text": Rule(FAULT, _("The cell holds a {kind}, so the text that people see depends on its format."), _("Format the cell as text and type what is to be said, or put an apostrophe before it.")),
    "web-page-bad": Rule(FAULT, _("“{value}” is not the address of a web page."), _("Write an address that begins with https://")),
    "approval-missing": Rule(WARNING, _("The entry is approved, but it does not say by whom and when."), _("Fill in who approved it and the date.")),
    "approval-future": Rule(WARNING, _("The approval is dated in the future ({value})."), _("Correct the date.")),
    "expired": Rule(WARNING, _("The entry expired on {value}: it is no longer given as an answer."), _("Renew the date, or set the status to “Retired”.")),
    # The same facts in every text of an entry.
    "parity-different": Rule(FAULT, _("“{given}” here, and “{approved}” in {other}: the {kind} must be the same in every text of {entry}."), _("Correct the one that is wrong. If they differ on purpose, say so in the column “Exceptions”.")),
    "parity-missing": Rule(FAULT, _("The {kind} “{approved}” of {other} is missing here."), _("Add it. If it is left out on purpose, say so in the column “Exceptions”.")),
    "parity-extra": Rule(WARNING, _("“{given}” stands here ({kind}), and not in {other}."), _("Add it to the general answer too, or take it out here.")),
    "parity-later": Rule(WARNING, _("From {day} on, “{given}” here and “{approved}” in {other} do not agree any more: a shared fact changes."), _("Write the shared fact in both texts instead of the figure.")),
    "parity-exempt": Rule(REMARK, _("Left out on purpose: the {kind} “{approved}” of {other}."), _("Nothing to do.")),
    "parity-exempt-different": Rule(REMARK, _("“{given}” on purpose, where {other} has “{approved}” ({kind})."), _("Nothing to do.")),
    "parity-exempt-extra": Rule(REMARK, _("“{given}” stands here on purpose ({kind}), and not in {other}."), _("Nothing to do.")),
    "contradiction": Rule(WARNING, _("“{given}” here, and “{approved}” in {other} ({other_entry}): both seem to speak of the same thing ({kind})."), _("Correct the one that is wrong, or use a shared fact in both. If they are about different things, let each text say about which, or name the fact in the column “Exceptions”.")),
    "contradiction-near": Rule(WARNING, _("“{given}” is nearly the {kind} “{approved}” of {other} ({other_entry})."), _("Correct it if it is a slip. Otherwise write before it what it belongs to.")),
    "contradiction-shared": Rule(WARNING, _("“{given}” here, and “{approved}” in {other} ({other_entry}), where it is the shared fact {name}."), _("Write {name} here too, if it is meant.")),
    "contradiction-twin": Rule(WARNING, _("The question is nearly that of {other_entry} ({other}), and the answers differ: “{given}” here, “{approved}” there."), _("Correct the one that is wrong, or make one entry of the two.")),
    "contradiction-exempt": Rule(REMARK, _("“{given}” on purpose, where {other} has “{approved}” ({kind})."), _("Nothing to do.")),
    "exemption-unknown": Rule(WARNING, _("“{value}” is no kind of fact that can be left out, and no fact."), _("Write what is left out: amounts, dates, periods, times, telephone numbers, links… or the fact itself: “Phone: links, 12,50 €”.")),
    "exemption-idle": Rule(REMARK, _("“{value}” exempts nothing: all texts agree."), _("Delete it, if it is not needed any more.")),
    "shared-literal": Rule(WARNING, _("This “{value}” is the shared fact {name}, written out."), _("Write {name} instead, so that it changes everywhere at once.")),
    # What the entries' web pages say.
    "web-contradicts": Rule(WARNING, _("The web page says “{given}” where the answer says “{approved}” ({kind}): {detail}"), _("Find out which is right, and correct the page or the answer.")),
    "web-missing": Rule(WARNING, _("There is no such web page ({detail})."), _("Correct the address, or have the page put back.")),
    "web-unreachable": Rule(WARNING, _("The web page cannot be reached ({detail})."), _("Open it in a browser. If it opens there, try again later.")),
    "web-lacks": Rule(WARNING, _("The web page does not say “{approved}” ({kind})."), _("Have it added to the page, or give the address of the page that says it.")),
    "web-moved": Rule(WARNING, _("The web page has moved to {detail}."), _("Write the new address.")),
    "web-not_read": Rule(REMARK, _("The web page was not read ({detail})."), _("Nothing to do. Only HTML pages that allow it are read.")),
    "web-not_allowed": Rule(REMARK, _("The web page was not looked at: its host is not one of web_check.hosts."), _("Have its host added to the settings, if it is one of yours.")),
    # The other sheets.
    "name-missing": Rule(FAULT, _("The name is empty."), _("Write the name, or delete the row.")),
    "name-duplicate": Rule(FAULT, _("“{value}” stands twice: also in {other}."), _("Delete one of the two rows.")),
    "fact-name-bad": Rule(FAULT, _("“{value}” cannot be the name of a shared fact."), _("Use letters, digits and underscores, without spaces: tasa_basura.")),
    "fact-value-missing": Rule(FAULT, _("The shared fact has no value."), _("Write the value as it is to be read: 12,50 €.")),
    "fact-value-nested": Rule(FAULT, _("The value of a shared fact cannot use another shared fact."), _("Write the value itself.")),
    "fact-overlap": Rule(FAULT, _("“{value}” has two values on the same days: also in {other}."), _("Let one end the day before the other begins.")),
    "limit-bad": Rule(FAULT, _("“{value}” is not a length limit."), _("Write a whole number greater than 0, or leave the cell empty.")),
    "counting-unknown": Rule(FAULT, _("The way of counting “{value}” is not known."), _("Use “characters”, “X” or “UTF-16”.")),
    "omits-unknown": Rule(FAULT, _("“{value}” is no kind of fact that a channel can leave out."), _("Write kinds such as links, e-mails, laws, telephone numbers.")),
    "synonyms-few": Rule(FAULT, _("A row of synonyms needs two words at least."), _("Write the words that mean the same in one row, or delete the row.")),
    "synonym-twice": Rule(WARNING, _("“{value}” stands in two rows of synonyms: also in {other}."), _("Put all words that mean the same in one row.")),
    "contact-bad": Rule(WARNING, _("“{value}” is no e-mail address and no chat channel."), _("Write an address such as hacienda@example.org, or a channel such as #hacienda.")),
    "test-question-missing": Rule(FAULT, _("The test has no question."), _("Write the question, or delete the row.")),
    "test-unknown-entry": Rule(FAULT, _("The test expects {value}, and no entry has that id."), _("Correct the id, or leave it empty if nobody answers this.")),
    "test-is-phrasing": Rule(WARNING, _("This test question stands word for word in {other}, so it proves nothing."), _("Ask it in other words, as a citizen did.")),
    "topic-line-missing": Rule(FAULT, _("The topic has no holding line."), _("Write what is to be said while the topic is frozen.")),
    "topic-unused": Rule(WARNING, _("No entry has the topic “{value}”."), _("Write the topic as it stands in the answers.")),
    "topic-no-end": Rule(FAULT, _("The topic would be frozen without an end."), _("Write the last day under “Frozen until”.")),
    # Only told.
    "no-status-column": Rule(WARNING, _("There is no column for the status: every row counts as approved."), _("Add a column “Status” if some rows are not approved yet.")),
    "column-ignored": Rule(REMARK, _("The column “{value}” is not one of ours and is passed over."), _("Nothing to do.")),
    "column-duplicate": Rule(WARNING, _("Two columns are called “{value}”: only the first, {other}, is read."), _("Rename or delete one of the two.")),
    "sheet-ignored": Rule(REMARK, _("The sheet “{value}” is not one of ours and is passed over."), _("Nothing to do.")),
    "sheet-guessed": Rule(REMARK, _("The answers were read from the sheet “{value}”."), _("Name it “Respuestas” or “Answers” to make sure.")),
    "sheet-no-header": Rule(FAULT, _("The sheet has no header row that can be understood: it is passed over."), _("Write the column names in its first row: {columns}.")),
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, at `sheet` and `cell` (`F27`; both empty for the file as a whole), about `entry` where there is one.

    `details` fill the rule's texts. A detail that is itself a word of the screen (a channel, a kind) is translated with it.
    """

    rule: str
    sheet: str = ""
    cell: str = ""
    entry: str = ""
    details: Mapping[str, str | int] = field(default_factory=dict)
    lowered: bool = False
    related: str = ""

    def __post_init__(self) -> None:
        if self.rule not in RULES:
            raise ValueError(f"there is no rule {self.rule}")

    @property
    def severity(self) -> Severity:
        """The rule's severity; a fault in a row that is not up for publication is lowered to a warning."""
        severity = RULES[self.rule].severity
        return Severity.WARNING if self.lowered and severity is Severity.FAULT else severity

    @property
    def place(self) -> str:
        """The cell's address as a spreadsheet writes it: `Respuestas!F27`, `'Hoja 1'!B2`; empty for the whole file."""
        return address(self.sheet, self.cell)

    def problem(self, words: Translations) -> str:
        return self._say(RULES[self.rule].problem, words)

    def mend(self, words: Translations) -> str:
        return self._say(RULES[self.rule].mend, words)

    def _say(self, message: str, words: Translations) -> str:
        details = {
            name: words.gettext(value) if isinstance(value, str) and name in ("kind", "channel", "reason", "column") and value else value
            for name, value in self.details.items()
        }
        return words.gettext(message).format(**details)


class Refused(Exception):
    """The workbook cannot be used at all. Holds the one finding that says why."""

    def __init__(self, rule: str, **details: str | int) -> None:
        super().__init__(rule, details)
        self.finding = Finding(rule, details=details)


def address(sheet: str, cell: str) -> str:
    """Return the address of `cell` on `sheet`, the sheet's name quoted where a spreadsheet would quote it."""
    if not sheet:
        return cell
    name = sheet if sheet.replace("_", "").isalnum() else "'" + sheet.replace("'", "''") + "'"
    return f"{name}!{cell}" if cell else name


def has_faults(findings: Iterable[Finding]) -> bool:
    """Tell whether something in `findings` keeps a row, or the whole file, out."""
    return any(finding.severity in (Severity.FILE, Severity.FAULT) for finding in findings)
