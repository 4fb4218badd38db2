"""Quantities in eight languages: one short text, the words that carry the figure, its value and unit."""

from __future__ import annotations

import pytest

from multipolar.claims.find.quantities import quantities

# language: lines of "text | mark = value unit; mark = value unit"; no marks where nothing may be found.
CASES = {
    "en": """
        trade reached $240bn last year | $240bn = 240e9 USD
        worth 2.4 trillion yuan | 2.4 trillion yuan = 2.4e12 CNY
        1,234.5 million tonnes of coal | 1,234.5 million tonnes = 1234.5e6 t
        a gain of 1.234 per cent | 1.234 per cent = 1.234 %
        about US$1.2 billion | US$1.2 billion = 1.2e9 USD
        half a million people | half a million people = 5e5 person
        one and a half billion euros | one and a half billion euros = 1.5e9 EUR
        two hundred and forty ships | two hundred and forty ships = 240 ship
        2.4 million barrels a day | 2.4 million barrels a day = 2.4e6 bbl/d
        10 mb/d of crude | 10 mb/d = 1e7 bbl/d
        60 dollars a barrel | 60 dollars a barrel = 60 USD/bbl
        $60 a barrel | $60 a barrel = 60 USD/bbl
        $300 per tonne | $300 per tonne = 300 USD/t
        38 bcm of gas | 38 bcm = 38e9 m3
        12 TWh of power | 12 TWh = 12e12 Wh
        0.5 percentage points | 0.5 percentage points = 0.5 pp
        25 basis points | 25 basis points = 0.25 pp
        between 30 and 40 per cent | 30 and 40 per cent = 35 %
        a 30-40% cut | 30-40% = 35 %
        rose from 16 to 34 per cent | 16 = 16 %; 34 per cent = 34 %
        two thirds of exports | two thirds = 66.666667 %
        a third of its oil | a third = 33.333333 %
        half of the total | half = 50 %
        sales quadrupled | quadrupled = 4 x
        fell threefold | threefold = 0.333333 x
        four times as much | four times = 4 x
        the second largest buyer | second largest = 2 rank
        its top oil supplier | top = 1 rank
        one of the largest buyers |
        the 75th anniversary | 75th anniversary = 75 year
        a two-day visit | two-day = 2 day
        a 7,000-word statement | 7,000-word = 7000 word
        nine in ten deals | nine in ten = 90 %
        14 sanctions packages | 14 sanctions packages = 14 count
        5,600 nautical miles | 5,600 nautical miles = 10371.2 km
        36 million tonnes, against 34 million a year earlier | 36 million tonnes = 36e6 t; 34 million = 34e6 t
        Boeing 737 and Su-35 and COVID-19 and the G7 |
        Regulation 833/2014, Article 5, HS 8703 |
        at 14:30 call +46 8 123 45 67 or see https://x.org/a/123 |
    """,
    "sv": """
        handeln nådde 240 miljarder dollar | 240 miljarder dollar = 240e9 USD
        240 md kronor | 240 md kronor = 240e9 SEK
        250 mdkr i stöd | 250 mdkr = 250e9 SEK
        1 234,5 miljoner ton | 1 234,5 miljoner ton = 1234.5e6 t
        1.234 ton | 1.234 ton = 1234 t
        en och en halv miljard euro | en och en halv miljard euro = 1.5e9 EUR
        2 biljoner kronor | 2 biljoner kronor = 2e12 SEK
        ökning med 64 % | 64 % = 64 %
        två procentenheter | två procentenheter = 2 pp
        2,4 miljoner fat per dag | 2,4 miljoner fat per dag = 2.4e6 bbl/d
        60 dollar per fat | 60 dollar per fat = 60 USD/bbl
        38 miljarder kubikmeter gas | 38 miljarder kubikmeter = 38e9 m3
        från 16 till 34 procent | 16 = 16 %; 34 procent = 34 %
        30 till 40 procent | 30 till 40 procent = 35 %
        mellan 30 och 40 procent | 30 och 40 procent = 35 %
        en tredjedel av exporten | en tredjedel = 33.333333 %
        två tredjedelar | två tredjedelar = 66.666667 %
        hälften av oljan | hälften = 50 %
        de skulle fyrdubbla taxor | fyrdubbla = 4 x
        exporten fördubblades | fördubblades = 2 x
        den halverades | halverades = 0.5 x
        näst största leverantör | näst största = 2 rank
        Kinas topp leverantör av råolja | topp leverantör = 1 rank
        en av de största köparna |
        75-årsdagen | 75-årsdagen = 75 year
        den två dagar långa resan | två dagar = 2 day
        uttalande på 7000 ord | 7000 ord = 7000 word
        tjugofem företag | tjugofem företag = 25 count
        14 sanktionspaket | 14 sanktionspaket = 14 count
        de två länderna och artikel 5 |
    """,
    "de": """
        2,4 Bio. Dollar | 2,4 Bio. Dollar = 2.4e12 USD
        240 Mrd. Euro | 240 Mrd. Euro = 240e9 EUR
        eine Billion Rubel | eine Billion Rubel = 1e12 RUB
        1.234,5 Millionen Tonnen | 1.234,5 Millionen Tonnen = 1234.5e6 t
        2.4 Milliarden Kubikmeter | 2.4 Milliarden Kubikmeter = 2.4e9 m3
        1.234 Tonnen | 1.234 Tonnen = 1234 t
        anderthalb Milliarden Euro | anderthalb Milliarden Euro = 1.5e9 EUR
        eine halbe Million Menschen | eine halbe Million Menschen = 5e5 person
        zweieinhalb Millionen Autos | zweieinhalb Millionen Autos = 2.5e6 vehicle
        zweihundertvierzig Milliarden US-Dollar | zweihundertvierzig Milliarden US-Dollar = 240e9 USD
        fünfundzwanzig Unternehmen | fünfundzwanzig Unternehmen = 25 count
        30 bis 40 Prozent | 30 bis 40 Prozent = 35 %
        zwischen 30 und 40 Prozent | 30 und 40 Prozent = 35 %
        von 16 auf 34 Prozent | 16 = 16 %; 34 Prozent = 34 %
        0,5 Prozentpunkte | 0,5 Prozentpunkte = 0.5 pp
        zwei Drittel der Exporte | zwei Drittel = 66.666667 %
        ein Viertel der Importe | ein Viertel = 25 %
        die Hälfte des Handels | die Hälfte = 50 %
        hat sich verdoppelt | verdoppelt = 2 x
        das Vierfache | das Vierfache = 4 x
        hat sich halbiert | halbiert = 0.5 x
        zweitgrößter Lieferant | zweitgrößter = 2 rank
        der größte Abnehmer | größte = 1 rank
        75. Jahrestag | 75. Jahrestag = 75 year
        zweitägiger Besuch | zweitägiger = 2 day
        Erklärung mit 7000 Wörtern | 7000 Wörtern = 7000 word
        60 Dollar pro Barrel | 60 Dollar pro Barrel = 60 USD/bbl
        2,4 Millionen Barrel pro Tag | 2,4 Millionen Barrel pro Tag = 2.4e6 bbl/d
        9 von 10 Geschäften | 9 von 10 = 90 %
        Artikel 5, Nr. 833/2014 und um 14.30 Uhr |
    """,
    "fr": """
        240 milliards de dollars | 240 milliards de dollars = 240e9 USD
        2,4 Md€ | 2,4 Md€ = 2.4e9 EUR
        1 234,5 millions de tonnes | 1 234,5 millions de tonnes = 1234.5e6 t
        un billion de dollars | un billion de dollars = 1e12 USD
        un milliard et demi d'euros | un milliard et demi d'euros = 1.5e9 EUR
        deux milliards et demi d'euros | deux milliards et demi d'euros = 2.5e9 EUR
        un demi-milliard d'euros | un demi-milliard d'euros = 5e8 EUR
        deux cents milliards de mètres cubes | deux cents milliards de mètres cubes = 2e11 m3
        vingt-cinq entreprises | vingt-cinq entreprises = 25 count
        quatre-vingt-dix pour cent | quatre-vingt-dix pour cent = 90 %
        entre 30 et 40 % | 30 et 40 % = 35 %
        de 30 à 40 % | 30 à 40 % = 35 %
        est passé de 16 à 34 % | 16 = 16 %; 34 % = 34 %
        0,5 point de pourcentage | 0,5 point de pourcentage = 0.5 pp
        deux tiers des exportations | deux tiers = 66.666667 %
        un quart du total | un quart = 25 %
        la moitié des importations | la moitié = 50 %
        le commerce a doublé | a doublé = 2 x
        multiplié par trois | multiplié par trois = 3 x
        quadrupler les droits | quadrupler = 4 x
        le deuxième fournisseur | deuxième fournisseur = 2 rank
        son premier partenaire | premier = 1 rank
        le Premier ministre |
        75e anniversaire | 75e anniversaire = 75 year
        une visite de deux jours | deux jours = 2 day
        7 000 mots | 7 000 mots = 7000 word
        60 dollars le baril | 60 dollars le baril = 60 USD/bbl
        2,4 millions de barils par jour | 2,4 millions de barils par jour = 2.4e6 bbl/d
        neuf sur dix | neuf sur dix = 90 %
        article 5 du règlement 833/2014 |
    """,
    "es": """
        240.000 millones de dólares | 240.000 millones de dólares = 240e9 USD
        5 mil millones de yuanes | 5 mil millones de yuanes = 5e9 CNY
        2,4 billones de euros | 2,4 billones de euros = 2.4e12 EUR
        1.234,5 millones de toneladas | 1.234,5 millones de toneladas = 1234.5e6 t
        3,500 millones de dólares | 3,500 millones de dólares = 3.5e9 USD
        un millón y medio de coches | un millón y medio de coches = 1.5e6 vehicle
        medio millón de barriles diarios | medio millón de barriles diarios = 5e5 bbl/d
        veinticinco empresas | veinticinco empresas = 25 count
        doscientos mil millones de metros cúbicos | doscientos mil millones de metros cúbicos = 200e9 m3
        el 64 por ciento | 64 por ciento = 64 %
        entre el 30 % y el 40 % | 30 % y el 40 % = 35 %
        30 a 40 % | 30 a 40 % = 35 %
        pasó del 16 % al 34 % | 16 % = 16 %; 34 % = 34 %
        0,5 puntos porcentuales | 0,5 puntos porcentuales = 0.5 pp
        dos tercios de las exportaciones | dos tercios = 66.666667 %
        la mitad del total | la mitad = 50 %
        una cuarta parte | una cuarta parte = 25 %
        se duplicó | duplicó = 2 x
        se multiplicó por tres | multiplicó por tres = 3 x
        cuadruplicar los aranceles | cuadruplicar = 4 x
        el segundo proveedor | segundo proveedor = 2 rank
        su principal socio comercial | principal = 1 rank
        75 aniversario | 75 aniversario = 75 year
        visita de dos días | dos días = 2 day
        7.000 palabras | 7.000 palabras = 7000 word
        60 dólares por barril | 60 dólares por barril = 60 USD/bbl
        2,4 millones de barriles al día | 2,4 millones de barriles al día = 2.4e6 bbl/d
        nueve de cada diez | nueve de cada diez = 90 %
        artículo 5 de la ley 833/2014 |
    """,
    "nb": """
        240 milliarder dollar | 240 milliarder dollar = 240e9 USD
        2,4 mrd. kroner | 2,4 mrd. kroner = 2.4e9 NOK
        3 milliarder svenske kroner | 3 milliarder svenske kroner = 3e9 SEK
        1 234,5 millioner tonn | 1 234,5 millioner tonn = 1234.5e6 t
        halvannen milliard euro | halvannen milliard euro = 1.5e9 EUR
        en halv million fat per dag | en halv million fat per dag = 5e5 bbl/d
        5 mill. biler | 5 mill. biler = 5e6 vehicle
        to milliarder kubikkmeter | to milliarder kubikkmeter = 2e9 m3
        tjuefem selskaper | tjuefem selskaper = 25 count
        to hundre og førti milliarder dollar | to hundre og førti milliarder dollar = 240e9 USD
        opp 64 prosent | 64 prosent = 64 %
        30–40 prosent | 30–40 prosent = 35 %
        mellom 30 og 40 prosent | 30 og 40 prosent = 35 %
        fra 16 til 34 prosent | 16 = 16 %; 34 prosent = 34 %
        0,5 prosentpoeng | 0,5 prosentpoeng = 0.5 pp
        to tredjedeler av eksporten | to tredjedeler = 66.666667 %
        halvparten av importen | halvparten = 50 %
        en fjerdedel | en fjerdedel = 25 %
        er fordoblet | fordoblet = 2 x
        vil firedoble tollen | firedoble = 4 x
        ble halvert | halvert = 0.5 x
        nest største leverandør | nest største = 2 rank
        største handelspartner | største = 1 rank
        75-årsjubileet | 75-årsjubileet = 75 year
        et to dager langt besøk | to dager = 2 day
        7000 ord | 7000 ord = 7000 word
        60 dollar per fat | 60 dollar per fat = 60 USD/bbl
        ni av ti | ni av ti = 90 %
        artikkel 5 og nr. 833/2014 |
    """,
    "ru": """
        240 млрд долларов | 240 млрд долларов = 240e9 USD
        2,4 трлн рублей | 2,4 трлн рублей = 2.4e12 RUB
        36 млрд юаней | 36 млрд юаней = 36e9 CNY
        1 234,5 млн тонн | 1 234,5 млн тонн = 1234.5e6 t
        полтора миллиарда евро | полтора миллиарда евро = 1.5e9 EUR
        полмиллиона баррелей в сутки | полмиллиона баррелей в сутки = 5e5 bbl/d
        5 тыс. автомобилей | 5 тыс. автомобилей = 5000 vehicle
        два миллиарда кубометров | два миллиарда кубометров = 2e9 m3
        двадцать пять компаний | двадцать пять компаний = 25 count
        на 64 процента | 64 процента = 64 %
        30–40 % | 30–40 % = 35 %
        от 30 до 40 процентов | 30 до 40 процентов = 35 %
        с 16 до 34 процентов | 16 = 16 %; 34 процентов = 34 %
        0,5 процентного пункта | 0,5 процентного пункта = 0.5 pp
        две трети экспорта | две трети = 66.666667 %
        половина импорта | половина = 50 %
        треть поставок | треть = 33.333333 %
        объем удвоился | удвоился = 2 x
        вырос вчетверо | вчетверо = 4 x
        вырос в 4 раза | 4 раза = 4 x
        сократился вдвое | вдвое = 0.5 x
        второй по величине поставщик | второй по величине = 2 rank
        крупнейший партнер | крупнейший = 1 rank
        один из крупнейших покупателей |
        75-летие отношений | 75-летие = 75 year
        двухдневный визит | двухдневный = 2 day
        7000 слов | 7000 слов = 7000 word
        60 долларов за баррель | 60 долларов за баррель = 60 USD/bbl
        девять из десяти | девять из десяти = 90 %
        14 пакетов санкций | 14 пакетов = 14 count
        статья 5, № 833/2014, Су-35 |
    """,
    "zh": """
        贸易额达2401亿美元 | 2401亿美元 = 2401e8 USD
        1.2万亿元 | 1.2万亿元 = 1.2e12 CNY
        两千四百亿元人民币 | 两千四百亿元人民币 = 2400e8 CNY
        进口1.07亿吨 | 1.07亿吨 = 107e6 t
        一万二千辆 | 一万二千辆 = 12000 vehicle
        约占三成 | 三成 = 30 %
        百分之三十 | 百分之三十 = 30 %
        三分之一 | 三分之一 = 33.333333 %
        四分之三 | 四分之三 = 75 %
        30%至40% | 30%至40% = 35 %
        从16%升至34% | 16% = 16 %; 34% = 34 %
        0.5个百分点 | 0.5个百分点 = 0.5 pp
        增长三倍 | 三倍 = 4 x
        增长到三倍 | 三倍 = 3 x
        是过去的两倍 | 两倍 = 2 x
        翻一番 | 翻一番 = 2 x
        翻两番 | 翻两番 = 4 x
        关税减半 | 减半 = 0.5 x
        第二大供应国 | 第二大 = 2 rank
        最大贸易伙伴 | 最大 = 1 rank
        位居首位 | 首位 = 1 rank
        最大贸易伙伴之一 |
        建交75周年 | 75周年 = 75 year
        为期两天的访问 | 两天 = 2 day
        7000字的声明 | 7000字 = 7000 word
        每桶60美元 | 60美元 = 60 USD/bbl
        60美元/桶 | 60美元/桶 = 60 USD/bbl
        240万桶/日 | 240万桶/日 = 2.4e6 bbl/d
        380亿立方米 | 380亿立方米 = 38e9 m3
        一带一路 |
        第14轮制裁 |
    """,
}


def _cases():
    for language, block in CASES.items():
        for line in block.strip().splitlines():
            text, _, marks = line.strip().partition("|")
            expected = [mark.strip().rpartition(" = ") for mark in marks.split(";") if mark.strip()]
            yield pytest.param(language, text.strip(), expected, id=f"{language}: {text.strip()}")


@pytest.mark.parametrize(("language", "text", "expected"), list(_cases()))
def test_quantity(language, text, expected):
    found = [one for one in quantities(text, language) if one.kind != "bare"]
    assert [text[one.span.start : one.span.end] for one in found] == [mark for mark, _, _ in expected]
    for one, (_, _, figure) in zip(found, expected, strict=True):
        value, unit = figure.split()
        assert one.value == pytest.approx(float(value), rel=1e-5)
        assert one.unit == unit
        assert one.step > 0


def test_every_language_has_cases_enough():
    assert {language: len(block.strip().splitlines()) >= 25 for language, block in CASES.items()} == dict.fromkeys(
        ("en", "sv", "de", "fr", "es", "nb", "ru", "zh"), True
    )


def test_range_keeps_its_ends():
    (found,) = quantities("between 30 and 40 billion dollars", "en")
    assert (found.low, found.high, found.value) == (30e9, 40e9, 35e9)


@pytest.mark.parametrize(
    ("language", "text", "hedge", "bound"),
    [
        ("en", "more than $5bn", "more than", "at least"),
        ("en", "about 5 %", "about", ""),
        ("sv", "högst 5 %", "högst", "at most"),
        ("de", "rund 5 Prozent", "rund", ""),
        ("fr", "plus de 5 %", "plus de", "at least"),
        ("es", "hasta 5 %", "hasta", "at most"),
        ("nb", "minst 5 prosent", "minst", "at least"),
        ("ru", "около 5 %", "около", ""),
        ("zh", "超过5%", "超过", "at least"),
    ],
)
def test_hedge(language, text, hedge, bound):
    (found,) = quantities(text, language)
    assert (found.hedge, found.bound) == (hedge, bound)


def test_step_is_one_in_the_last_digit():
    (one,) = quantities("240 miljarder dollar", "sv")
    (other,) = quantities("2,45 miljarder dollar", "sv")
    assert (one.step, other.step) == (1e9, pytest.approx(1e7))


def test_english_tons_are_said_to_be_taken_as_metric():
    (found,) = quantities("5 million tons", "en")
    assert (found.value, found.unit, found.hedge) == (5e6, "t", "tons, taken as metric")
