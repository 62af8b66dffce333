"""The e-mails that would carry the sample's files: sales every working day, clients on Mondays."""

from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from zoneinfo import ZoneInfo

from crm.sample.days import calendar_until
from crm.sample.files import UTF8
from crm.sample.generator import SampleFiles

SENDER = "erp@torrealba.example"
RECIPIENT = "datos@torrealba.example"
MADRID = ZoneInfo("Europe/Madrid")
SALES_HOUR = time(21, 40)
CLIENTS_HOUR = time(6, 5)
CREATED_FORMAT = "%d/%m/%Y"


def write_messages(files: SampleFiles, folder: Path) -> tuple[Path, ...]:
    """Writes the running month's messages as .eml files, oldest first; same files, same bytes.

    A day's sales leave that evening. On Mondays, before work, the clients known by then leave.
    """
    folder.mkdir(parents=True, exist_ok=True)
    messages = [*_sales_messages(files), *_clients_messages(files)]
    messages.sort(key=lambda message: message["Date"].datetime)
    return tuple(_save(message, folder) for message in messages)


def _sales_messages(files: SampleFiles) -> list[EmailMessage]:
    running = calendar_until(files.until).running_month
    daily = [path for path in files.sales if path.stem >= f"ventas_{running}"]
    messages: list[EmailMessage] = []
    for path in daily:
        day = date.fromisoformat(path.stem.removeprefix("ventas_"))
        totals = files.file_totals[path]
        body = f"Se adjuntan las ventas del día: {totals.lines} líneas.\n"
        message = _message(f"Ventas del {day:%d/%m/%Y}", datetime.combine(day, SALES_HOUR), body)
        _attach(message, path.name, path.read_bytes())
        messages.append(message)
    return messages


def _clients_messages(files: SampleFiles) -> list[EmailMessage]:
    calendar = calendar_until(files.until)
    days = [calendar.running_month + timedelta(days=n) for n in range(files.until.day)]
    messages: list[EmailMessage] = []
    for monday in (day for day in days if day.weekday() == 0):
        subject = f"Fichero de clientes, semana del {monday:%d/%m/%Y}"
        body = "Se adjunta el fichero completo de clientes.\n"
        message = _message(subject, datetime.combine(monday, CLIENTS_HOUR), body)
        _attach(message, f"clientes_{monday}.csv", _clients_known_by(files.clients, monday))
        messages.append(message)
    return messages


def _clients_known_by(path: Path, day: date) -> bytes:
    header, *rows = path.read_text(encoding=UTF8).splitlines()
    known = [row for row in rows if _creation_day(row) <= day]
    return "".join(f"{row}\r\n" for row in (header, *known)).encode(UTF8)


def _creation_day(row: str) -> date:
    created = datetime.strptime(row.rpartition(";")[2], CREATED_FORMAT)  # noqa: DTZ007  a plain date
    return created.date()


def _message(subject: str, moment: datetime, body: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = f"ERP Torrealba <{SENDER}>"
    message["To"] = RECIPIENT
    message["Subject"] = subject
    message["Date"] = moment.replace(tzinfo=MADRID)
    message["Message-ID"] = f"<{moment:%Y%m%d%H%M}@erp.torrealba.example>"
    message.set_content(body)
    return message


def _attach(message: EmailMessage, name: str, content: bytes) -> None:
    message.add_attachment(content, maintype="text", subtype="csv", filename=name)
    # The library would draw the boundary by lot, and the bytes would differ each time.
    message.set_boundary(f"=={name}==")


def _save(message: EmailMessage, folder: Path) -> Path:
    moment = message["Date"].datetime
    path = folder / f"{moment:%Y-%m-%d_%H%M}.eml"
    path.write_bytes(message.as_bytes())
    return path
