"""What is kept of an inspection while a file waits for an answer, as JSON."""

from typing import Any

from crm.intake.inspecting import Inspection
from crm.intake.loading.load import RemovalUnconfirmed
from crm.intake.mapping import Question


def inspection_form(inspection: Inspection) -> dict[str, Any]:
    """The shape of the file, its columns with samples, and the open questions."""
    return {
        "format": str(inspection.format),
        "encoding": inspection.encoding,
        "delimiter": inspection.delimiter,
        "sheet": inspection.sheet,
        "sheets": list(inspection.sheets),
        "header_row": inspection.header_row,
        "fingerprint": inspection.fingerprint,
        "columns": [
            {
                "position": column.position,
                "header": column.header,
                "name": column.name,
                "meaning": str(column.meaning),
                "confidence": column.confidence,
                "reason": column.reason,
                "samples": list(inspection.samples[column.position][:3]),
            }
            for column in inspection.columns
        ],
        "questions": [question_form(question) for question in inspection.questions],
    }


def question_form(question: Question) -> dict[str, Any]:
    """A question: what it is about, its text's key, what may be answered."""
    return {
        "about": question.about,
        "key": question.key,
        "options": list(question.options),
        "proposed": question.proposed,
        "params": dict(question.params),
    }


def removal_question(asked: RemovalUnconfirmed) -> Question:
    """Whether the lines that a re-sent period no longer has are to be removed."""
    absent = asked.absent
    share = 100 * absent.amount / absent.whole if absent.whole else absent.amount
    return Question(
        about="removal_confirmed",
        key="intake.load_ask_removal",
        options=("true",),
        params={"lines": absent.lines, "percent": f"{share:.1f}", "refused": asked.refused},
    )
