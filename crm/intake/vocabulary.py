"""The words of headers: what a column is called in Spanish and English, and what it then means."""

import re
import unicodedata
from collections.abc import Mapping as Dict
from functools import lru_cache

from crm.intake.rules import Kind, Meaning

_WORDS = """
code: cod codigo code id clave key codi
no: n no nº num numero number nbr nr
invoice: fra fras fact factura facturas invoice inv
document: doc docum documento document comprobante voucher
delivery: alb albaran delivery remito
order: ped pedido order orden ticket
line: lin linea line ln renglon posicion
date: fecha fec f date dia day fch
client: cli clte cliente clientes client customer cust comprador deudor cta account buyer
product: art articulo articulos prod producto product item sku ref referencia material mat
seller: vend vendedor vendedora comercial com agente ag repr representante rep salesperson
seller: salesman seller agent
responsible: responsable owner gestor
manager: jefe manager superior supervisor boss
name: nombre nom name denominacion descripcion descrip desc description rs
company: razon social empresa company compania sociedad
fiscal: fiscal legal
family: fam familia family grupo group categoria category
parent: padre parent superfamilia madre division departamento seccion
quantity: cant cantidad ctd qty quantity uds unidades units unid u qt piezas
price: precio pr price pvp p
unit: unit unitario unitaria unidad unidades_de ud um uom
discount: dto dtos descuento dcto desc. discount disc dscto bonif
percent: % pct porcentaje percent por_ciento
amount: importe imp amount monto valor value
net: neto neta net
gross: bruto bruta gross
base: base imponible taxable
total: total tot
sale: venta ventas sale sales revenue facturacion facturado
tax: iva vat tax impuesto impuestos igic
cost: coste costo costes cost cogs
margin: margen margin beneficio profit
currency: divisa moneda currency ccy
type: tipo tp type clase class
series: serie ser series
taxid: nif cif nifcif dni rfc cuit rut taxid vatid
contact: contacto contact atencion persona
position: cargo puesto title position job funcion
address: direccion dir domicilio calle address street addr
city: poblacion pobl localidad ciudad municipio city town
region: provincia prov region estado state comunidad county
postal: cp postal zip postcode zipcode
country: pais country nation
phone: telefono tel tlf tfno telf movil phone mobile telephone
fax: fax
email: email mail correo e-mail electronico
segment: segmento segment canal channel sector tarifa_cliente
created: alta creado created creacion since desde
due: vencimiento vto due
year: ano year ejercicio anyo
month: mes month
"""
_IGNORED = frozenset(
    {"de", "del", "la", "el", "los", "las", "of", "the", "en", "y", "and"}
    | {"eur", "euros", "euro", "para", "por", "to", "a", "al", "s", "e"}
)
_SPELLING = {
    "e mail": "email",
    "c p": "cp",
    "c postal": "cp",
    "cod postal": "cp",
    "codigo postal": "cp",
    "postal code": "cp",
    "zip code": "cp",
    "n i f": "nif",
    "c i f": "cif",
    "nif cif": "nif",
    "cif nif": "nif",
    "tax id": "taxid",
    "vat id": "taxid",
    "vat no": "taxid",
    "vat number": "taxid",
    "tax number": "taxid",
    "sales person": "salesperson",
    "sales rep": "salesperson",
    "r social": "razon",
    "razon social": "razon",
    "i v a": "iva",
    "p unit": "precio unitario",
    "p u": "precio unitario",
    "p v p": "pvp",
    "correo electronico": "correo",
    "f fra": "fecha factura",
    "reports to": "manager",
    "unit of measure": "um",
    "unidad medida": "um",
    "unidad de medida": "um",
    "base imponible": "base",
    "unidades vendidas": "unidades",
}
_TOKEN_BY_WORD = {
    word: line.split(":", 1)[0]
    for line in _WORDS.strip().splitlines()
    for word in line.split(":", 1)[1].split()
}
_PIECES = re.compile(r"[a-z]+|\d+|%")

_SALES: Dict[str, tuple[Meaning, float]] = {
    "invoice": (Meaning.DOC_NO, 0.97),
    "no invoice": (Meaning.DOC_NO, 0.99),
    "invoice code": (Meaning.DOC_NO, 0.97),
    "document": (Meaning.DOC_NO, 0.95),
    "no document": (Meaning.DOC_NO, 0.98),
    "code document": (Meaning.DOC_NO, 0.96),
    "no delivery": (Meaning.DOC_NO, 0.9),
    "delivery": (Meaning.DOC_NO, 0.88),
    "no order": (Meaning.DOC_NO, 0.86),
    "order": (Meaning.DOC_NO, 0.84),
    "code order": (Meaning.DOC_NO, 0.86),
    "line": (Meaning.LINE_NO, 0.97),
    "line no": (Meaning.LINE_NO, 0.99),
    "invoice line": (Meaning.LINE_NO, 0.97),
    "document line": (Meaning.LINE_NO, 0.97),
    "line order": (Meaning.LINE_NO, 0.9),
    "date": (Meaning.DATE, 0.97),
    "date invoice": (Meaning.DATE, 0.99),
    "date document": (Meaning.DATE, 0.98),
    "date sale": (Meaning.DATE, 0.95),
    "date delivery": (Meaning.DATE, 0.88),
    "date order": (Meaning.DATE, 0.86),
    "client": (Meaning.CLIENT_NAME, 0.8),
    "client code": (Meaning.CLIENT_CODE, 0.99),
    "client no": (Meaning.CLIENT_CODE, 0.97),
    "client name": (Meaning.CLIENT_NAME, 0.98),
    "company": (Meaning.CLIENT_NAME, 0.97),
    "client company": (Meaning.CLIENT_NAME, 0.98),
    "fiscal name": (Meaning.CLIENT_NAME, 0.9),
    "taxid": (Meaning.CLIENT_TAX_ID, 0.97),
    "client taxid": (Meaning.CLIENT_TAX_ID, 0.98),
    "city": (Meaning.CLIENT_CITY, 0.95),
    "region": (Meaning.CLIENT_REGION, 0.95),
    "product": (Meaning.PRODUCT_NAME, 0.8),
    "code product": (Meaning.PRODUCT_CODE, 0.99),
    "no product": (Meaning.PRODUCT_CODE, 0.96),
    "name product": (Meaning.PRODUCT_NAME, 0.98),
    "name": (Meaning.PRODUCT_NAME, 0.85),
    "family": (Meaning.FAMILY, 0.96),
    "family product": (Meaning.FAMILY, 0.97),
    "family name": (Meaning.FAMILY, 0.97),
    "family name product": (Meaning.FAMILY, 0.97),
    "code family": (Meaning.FAMILY, 0.8),
    "seller": (Meaning.SELLER_NAME, 0.8),
    "code seller": (Meaning.SELLER_CODE, 0.99),
    "no seller": (Meaning.SELLER_CODE, 0.97),
    "name seller": (Meaning.SELLER_NAME, 0.98),
    "quantity": (Meaning.QUANTITY, 0.98),
    "quantity sale": (Meaning.QUANTITY, 0.95),
    "invoice quantity": (Meaning.QUANTITY, 0.96),
    "price": (Meaning.UNIT_PRICE, 0.96),
    "price unit": (Meaning.UNIT_PRICE, 0.99),
    "price sale": (Meaning.UNIT_PRICE, 0.95),
    "amount unit": (Meaning.UNIT_PRICE, 0.85),
    "discount": (Meaning.DISCOUNT, 0.96),
    "discount percent": (Meaning.DISCOUNT, 0.98),
    "amount discount": (Meaning.DISCOUNT, 0.85),
    "discount line": (Meaning.DISCOUNT, 0.96),
    "amount": (Meaning.AMOUNT, 0.96),
    "amount net": (Meaning.AMOUNT, 0.99),
    "net": (Meaning.AMOUNT, 0.95),
    "net total": (Meaning.AMOUNT, 0.96),
    "base": (Meaning.AMOUNT, 0.94),
    "amount base": (Meaning.AMOUNT, 0.95),
    "amount line": (Meaning.AMOUNT, 0.97),
    "line total": (Meaning.AMOUNT, 0.93),
    "amount line net": (Meaning.AMOUNT, 0.99),
    "line net": (Meaning.AMOUNT, 0.97),
    "line net total": (Meaning.AMOUNT, 0.97),
    "amount total": (Meaning.AMOUNT, 0.85),
    "amount net total": (Meaning.AMOUNT, 0.96),
    "total": (Meaning.AMOUNT, 0.78),
    "sale": (Meaning.AMOUNT, 0.86),
    "net sale": (Meaning.AMOUNT, 0.96),
    "amount sale": (Meaning.AMOUNT, 0.95),
    "amount net sale": (Meaning.AMOUNT, 0.97),
    "amount invoice": (Meaning.AMOUNT, 0.9),
    "cost": (Meaning.COST, 0.93),
    "cost total": (Meaning.COST, 0.97),
    "amount cost": (Meaning.COST, 0.96),
    "cost line": (Meaning.COST, 0.96),
    "cost sale": (Meaning.COST, 0.9),
    "currency": (Meaning.CURRENCY, 0.97),
    "type": (Meaning.DOC_TYPE, 0.85),
    "document type": (Meaning.DOC_TYPE, 0.98),
    "invoice type": (Meaning.DOC_TYPE, 0.95),
    "series": (Meaning.SERIES, 0.96),
    "invoice series": (Meaning.SERIES, 0.98),
    "document series": (Meaning.SERIES, 0.98),
}
_CLIENTS: Dict[str, tuple[Meaning, float]] = {
    "code": (Meaning.CODE, 0.9),
    "client code": (Meaning.CODE, 0.99),
    "client no": (Meaning.CODE, 0.97),
    "client": (Meaning.NAME, 0.8),
    "name": (Meaning.NAME, 0.9),
    "client name": (Meaning.NAME, 0.98),
    "company": (Meaning.NAME, 0.97),
    "company name": (Meaning.NAME, 0.98),
    "client company": (Meaning.NAME, 0.98),
    "fiscal name": (Meaning.NAME, 0.95),
    "name seller": (Meaning.NAME, 0.7),
    "taxid": (Meaning.TAX_ID, 0.98),
    "contact": (Meaning.CONTACT, 0.96),
    "contact name": (Meaning.CONTACT, 0.97),
    "position": (Meaning.POSITION, 0.93),
    "contact position": (Meaning.POSITION, 0.95),
    "address": (Meaning.ADDRESS, 0.96),
    "city": (Meaning.CITY, 0.97),
    "region": (Meaning.REGION, 0.96),
    "postal": (Meaning.POSTAL_CODE, 0.98),
    "country": (Meaning.COUNTRY, 0.98),
    "phone": (Meaning.PHONE, 0.97),
    "email": (Meaning.EMAIL, 0.98),
    "segment": (Meaning.SEGMENT, 0.95),
    "client type": (Meaning.SEGMENT, 0.9),
    "client family": (Meaning.SEGMENT, 0.85),
    "seller": (Meaning.SELLER_CODE, 0.88),
    "code seller": (Meaning.SELLER_CODE, 0.99),
    "no seller": (Meaning.SELLER_CODE, 0.97),
    "responsible": (Meaning.SELLER_CODE, 0.8),
    "code responsible": (Meaning.SELLER_CODE, 0.85),
    "created date": (Meaning.CREATED_ON, 0.97),
    "created": (Meaning.CREATED_ON, 0.85),
    "client created": (Meaning.CREATED_ON, 0.9),
}
_PRODUCTS: Dict[str, tuple[Meaning, float]] = {
    "code": (Meaning.CODE, 0.9),
    "code product": (Meaning.CODE, 0.99),
    "no product": (Meaning.CODE, 0.97),
    "product": (Meaning.NAME, 0.85),
    "name": (Meaning.NAME, 0.93),
    "name product": (Meaning.NAME, 0.98),
    "family": (Meaning.FAMILY, 0.97),
    "family product": (Meaning.FAMILY, 0.97),
    "family name": (Meaning.FAMILY, 0.98),
    "code family": (Meaning.FAMILY_CODE, 0.98),
    "family parent": (Meaning.PARENT_FAMILY, 0.97),
    "parent": (Meaning.PARENT_FAMILY, 0.85),
    "unit": (Meaning.UNIT, 0.93),
}
_SELLERS: Dict[str, tuple[Meaning, float]] = {
    "code": (Meaning.CODE, 0.9),
    "code seller": (Meaning.CODE, 0.99),
    "no seller": (Meaning.CODE, 0.97),
    "seller": (Meaning.NAME, 0.85),
    "name": (Meaning.NAME, 0.93),
    "name seller": (Meaning.NAME, 0.98),
    "position": (Meaning.POSITION, 0.95),
    "manager": (Meaning.MANAGER_CODE, 0.9),
    "code manager": (Meaning.MANAGER_CODE, 0.98),
    "responsible": (Meaning.MANAGER_CODE, 0.85),
    "code responsible": (Meaning.MANAGER_CODE, 0.93),
    "email": (Meaning.EMAIL, 0.98),
}


def _by_tokens(
    words: Dict[str, tuple[Meaning, float]],
) -> dict[frozenset[str], tuple[Meaning, float]]:
    return {frozenset(tokens.split()): found for tokens, found in words.items()}


_MEANING_BY_TOKENS = {
    Kind.SALES: _by_tokens(_SALES),
    Kind.CLIENTS: _by_tokens(_CLIENTS),
    Kind.PRODUCTS: _by_tokens(_PRODUCTS),
    Kind.SELLERS: _by_tokens(_SELLERS),
}
_CODE_OR_NAME = {
    Meaning.CLIENT_NAME: ("client", Meaning.CLIENT_CODE),
    Meaning.PRODUCT_NAME: ("product", Meaning.PRODUCT_CODE),
    Meaning.SELLER_NAME: ("seller", Meaning.SELLER_CODE),
    Meaning.NAME: ("", Meaning.CODE),
}


@lru_cache(maxsize=4096)
def normalised(header: str) -> str:
    """A header without accents, case and marks, to compare layouts: "Cód.Cli." -> "cod cli"."""
    plain = re.sub(r"[ºª°]", " ", header.casefold())
    letters = unicodedata.normalize("NFKD", plain)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(_PIECES.findall(bare))


@lru_cache(maxsize=4096)
def tokens_of(header: str) -> frozenset[str]:
    """The known words of a header; a word that is not known stands for itself."""
    words = f" {normalised(header)} "
    for spelling, word in _SPELLING.items():
        words = words.replace(f" {spelling} ", f" {word} ")
    return frozenset(
        _TOKEN_BY_WORD.get(word, word) for word in words.split() if word not in _IGNORED
    )


def meaning_of(header: str, kind: Kind) -> tuple[Meaning, float] | None:
    """What a header means in a file of this kind, with a confidence of 0-1; None if not known."""
    return _MEANING_BY_TOKENS[kind].get(tokens_of(header))


def code_twin(header: str, meaning: Meaning) -> Meaning | None:
    """For a header that may head codes as well as names ("Cliente"): the meaning of the code."""
    noun, code = _CODE_OR_NAME.get(meaning, ("?", None))
    return code if code and tokens_of(header) == {noun} else None


def knows(header: str) -> bool:
    """Whether a cell is a header in some kind of file."""
    return any(meaning_of(header, kind) for kind in Kind)
