"""Notices: what a pasted text asks for, one task each, and who asks.

A text may be a numbered document, a run-on line, a chat, a hotline ticket. Greetings, reasons,
deadlines, signatures, contacts and annexes are no tasks; what the township is told not to do, and
what the sender or another body does itself, is none either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from kg.checking.reading import chats, fields, tables
from kg.checking.reading.asking import Asking
from kg.checking.reading.breath import breath
from kg.checking.reading.chats import Message
from kg.checking.reading.cutting import THING
from kg.checking.reading.hasty import Hasty
from kg.checking.reading.items import (
    BESIDES,
    ONE_THING,
    OWN,
    PLEASE,
    Item,
    clauses_of,
    items,
    parted,
    sentences_of,
    things,
    told_apart,
    topic,
)
from kg.checking.reading.letters import CITIZEN, SAYS, TITLE, is_title, sender
from kg.checking.reading.requests import KNOWN, written
from kg.checking.reading.sayings import Sayings
from kg.checking.reading.tasks import WHOLE, Task, following
from kg.patterns import regex

LIMIT = 60
"""Tasks of a text that are looked at."""

LONGEST = 20_000
"""Characters of a text that are looked at."""

_SAID = 5
_COUNTED = regex(r"^\(?\d{1,2}\)?[,，、.:)]\s*(?=[\u4e00-\u9fff])")
_REQUEST = regex(f"{PLEASE}|责成|要求|(?:由|让|要)(?:各|你|贵|乡|镇|街道|村|社区)")
_REFERS = regex(
    "上述|前述|以上(?!的?级)|该(?:类|项|批|户|处|人|村民|企业|家)|此类|这些|其中|[为对将由给]其|(?<![找上里村区])那一?(?:户|家|处|伙)"
)
"""Words that speak of what the sentence before has named: 开具该类证明."""
_SHORT, _LONG, _HEAD = 10, 400, 8
_PERHAPS_ANOTHER = regex(
    r"[,，](?=(?:并|同时|还要?|以及)*(?:配合|协助|做好|开展|组织|落实|对|维护|宣传|登记|发放|代收|代办|代销|收取|推销|完成|成立|协调|认购|选派|督促)[^,，]{4})"
)
_MOST_PARTS, _MOST_RUNS = 5, 12
_SEVERAL = 3
_COMMA = regex("[,，]")


class Notices:
    """Finds tasks with the table notices.csv of some vocabulary."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        """Use the tables of these folders; none: the packaged vocabulary. Read when needed."""
        self._is = Sayings(folders)
        self._asking = Asking(self._is)
        self._hasty = Hasty(self._is)

    def tasks(self, text: str, places: Sequence[str] = ()) -> list[Task]:
        """The tasks of a folded text, in its order; ``places`` are the names of who is asked."""
        return [task for task, asks in self._weighed(text, places) if asks]

    def passed_over(self, text: str, places: Sequence[str] = ()) -> list[str]:
        """What is worded like a task of a folded text, but asks the township for nothing."""
        return [task.text for task, asks in self._weighed(text, places) if not asks]

    def _weighed(self, text: str, places: Sequence[str]) -> list[tuple[Task, bool]]:
        """What may be tasks, with what else surely asks for something, and whether each is one."""
        text = breath().taken(chats.unquoted(text[:LONGEST]))
        said = chats.messages(text, self._is.speaks)
        found = self._read(text, said, places)
        told = [one.said for one in said if not chats.of_township(one.who, places)] or [text]
        if missed := self._asking.missed(told, [task.text for task in found]):
            whole = written(text)
            found = [*found, *(self._task([one]) for one in missed)]
            found.sort(key=lambda task: whole.find(written(task.text)[:KNOWN]))
        marked = [task.marked for task in found]
        return list(zip(found, self._asking.asked([t.text for t in found], marked), strict=True))

    def _read(self, text: str, said: Sequence[Message], places: Sequence[str]) -> list[Task]:
        """What may be tasks; ``said`` are the messages of a chat."""
        if said:
            return self._talked(chats.asking(said, self._is.asks, self._is.of_township, places))
        if hasty := self._hasty.tasks(text):
            spoken = [self._with_parts(one, marked=False) for one in hasty][:LIMIT]
            return following(spoken, spoken=THING in text)
        text = tables.told(tables.assigned(text, self._is.columns), self._is.columns)
        told = fields.told(text, self._is.labels, self._is.asks)
        found = self._found(told.text, form=told.form)
        if (how := [one for one in told.how if not self._is.by_the_way(one)]) and len(found) == 1:
            found = [self._task([found[0].text, *how])]
        above = self._above(told.text)
        found = found or self._found("\n".join(how))
        alike = len(found) if any(item.marked for item in items(told.text)) else 1
        return [
            replace(task, context=f"{above},{task.topic}" if above and at < alike else "")
            for at, task in enumerate(found)
        ]

    def to_everybody(self, text: str) -> bool:
        """Whether a folded text is written to all townships."""
        return self._is.to_everybody(text)

    def _talked(self, said: Sequence[Message]) -> list[Task]:
        """The tasks of a chat: what leads to a request belongs to it, and so does what only says how.

        What begins with 还有 or 一个是 is a thing of its own, whether it asks or not.
        """
        found: list[Task] = []
        before: list[str] = []
        counted = False
        who = ""

        def done(last: bool = False) -> None:
            nonlocal counted
            alone = last and not found
            if before and (counted or alone or self._is.tells("".join(before))):
                found.append(self._with_parts(before, marked=len(before) > 1))
            before.clear()
            counted = False

        for message in said:
            if message.who != who:  # another one speaks of another thing
                done()
            who = message.who
            if not message.who:
                told = fields.told(message.said, self._is.labels, self._is.asks).text
                message = Message("", told)
            if any(item.marked for item in items(message.said)):
                done()
                found.extend(self._found(message.said))
                continue
            if hasty := self._hasty.tasks(message.said):
                done()
                found.extend(self._with_parts(one, marked=False) for one in hasty)
                continue
            for sentences in filter(None, self._things(message)):
                told, new = "".join(sentences), bool(ONE_THING.match(sentences[0]))
                if new:
                    done()
                if found and not before and (self._is.bare(told) or self._is.goes_on(told)):
                    found[-1] = self._task([found[-1].text, *sentences])
                    continue
                before += sentences
                counted = counted or new
                if self._is.wants(told):
                    counted = True
                    done()
        done(last=True)
        return found[:LIMIT]

    def _things(self, message: Message) -> Iterator[list[str]]:
        """The sentences of each thing that a message speaks of."""
        for part in things(message.said):
            said: list[str] = []
            for sentence in self._meant(part):
                if not message.who and not self._is.asks(sentence):
                    continue
                if (
                    any(map(self._is.asks, said))
                    and OWN.search(sentence)
                    and not self._is.bare(sentence)
                ):
                    yield said
                    said = []
                said.append(sentence)
            yield said

    def _meant(self, message: str) -> list[str]:
        """What a message says but greetings, contacts and what others do."""
        found = []
        for sentence in sentences_of(message)[:LIMIT]:
            sentence = self._hasty.line(_COUNTED.sub("", sentence.strip()[:_LONG]))
            clauses = [c for c in clauses_of(sentence) if c and not self._is.opening(c)]
            left = self._left("".join(clauses).strip())
            if self._is.counts(left) or (self._is.introduces(left) and not self._is.doing(left)):
                continue
            if (len(left) > _SAID or self._is.wants(left)) and not (
                self._is.by_the_way(left) or self._is.empty(left) or self._is.exhorts(left)
            ):
                found.append(left)
        return found

    def _above(self, text: str) -> str:
        """What a text says before it asks: its title and its reasons."""
        told: list[str] = []
        above = "".join(one.text for one in items(text)[:1] if not one.marked)
        for line in [one.strip() for one in above.splitlines() if one.strip()][:_HEAD]:
            if self._is.greeting(line):
                continue
            if title := TITLE.search(line[:_LONG]):
                told.append(title["task"])
                continue
            for sentence in sentences_of(line[:_LONG]):
                if self._is.asks(sentence):
                    return "".join(told)
                told.append(sentence)
        return "".join(told)

    def _found(self, text: str, *, form: bool = False) -> list[Task]:
        """The tasks of a text without the fields of a form; ``form``: it is what is left of one."""
        lines = [self._hasty.line(line.strip()) for line in text.splitlines()]
        kept = [line for line in lines if line and not self._is.furniture(line)]
        titles = [m["task"] for line in kept[:6] if (m := TITLE.search(line[:_LONG]))]
        body = [line for line in kept if not is_title(line)]
        found: list[Task] = []
        bare: list[str] = []
        lead: list[str] = []
        for item in items("\n".join(body)):
            if form and item.before_items:
                lead = [s for s in map(str.strip, sentences_of(item.text)) if s]
            for sentences in self._said(item):
                if lead and item.marked:
                    sentences = fields.led(lead, sentences, self._is.bare("".join(sentences)))
                says = not self._is.bare(told := "".join(sentences))
                if found and not item.marked and (not says or self._is.goes_on(told)):
                    found[-1] = self._task([found[-1].text, *sentences])
                elif says:
                    found.extend(self._with_parts(part, item.marked) for part in parted(sentences))
                else:
                    bare.append(told)
            if len(found) >= LIMIT:
                break
        if not found and (titles or bare):  # the title says what, the text how
            found = [self._task([*titles[:1], *bare])]
        if not found and not body and kept:
            found = [self._task(kept[:1])]
        if not found:  # a text asks for something, however it says so
            parts = sentences_of("\n".join(body))[:LIMIT]
            asked = [left for s in parts if (left := self._left(s.strip()[:_LONG]))]
            asked = [s for s in asked if not self._is.by_the_way(s) and not self._is.empty(s)]
            found = [self._task(asked)] if any(map(self._is.long, asked)) else []
        seen: dict[str, Task] = {}
        for task in found:
            seen.setdefault(task.topic, task)
        return list(seen.values())[:LIMIT]

    def _said(self, item: Item) -> Iterator[list[str]]:
        """The sentences of each task in an item, or in what stands outside of items."""
        split = [part.strip()[:_LONG] for part in sentences_of(item.text)[:LIMIT]]
        sentences = [left for left in map(self._left, split) if left]
        if item.marked:
            if len(sentences) < sum(map(bool, split)) and len("".join(sentences)) <= _SHORT:
                return  # a heading whose work is others'
            told = [s for s in sentences if not self._is.by_the_way(s)]
            told = [s for n, s in enumerate(told) if not n or not self._is.aside(s)]
            if told and not self._is.heading(told[0]) and not self._is.empty("".join(told)):
                yield from told_apart(told)
            return
        context: list[str] = []
        skipped = asked = ""
        alone = not item.before_items and not item.after_items
        open_end = item.before_items and not item.text.endswith(("。", ";", "!"))
        for number, sentence in enumerate(sentences, 1):
            if CITIZEN.match(sentence) and any(map(self._is.asks, sentences[number:])):
                context.append(sentence)  # 村民来电,玉米让野猪祸害了,要求赔偿。请去登记
                continue
            told_of = self._is.by_the_way(sentence) or self._is.counts(sentence)
            if told_of or self._is.empty(sentence):
                continue
            if listed := self._enumerated(sentence):
                yield from ([one] for one in listed)
                context, skipped = [], ""
                continue
            if (number > 1 and self._is.signature(sentence)) or self._is.exhorts(sentence):
                continue
            leading = (open_end and number == len(sentences)) or not self._is.doing(sentence)
            if item.before_items and (leading or self._is.introduces(sentence)):
                continue  # 压力请一起扛, too, asks for nothing that the items do not say
            if context and BESIDES.match(sentence):
                yield context
                context = []
            besides = (
                item.after_items and BESIDES.match(sentence) and self._is.of_township(sentence)
            )
            if not besides and not self._is.asks(sentence):
                if alone and not self._is.reason(sentence):
                    context.append(sentence)
                skipped = sentence
                continue
            if asked and not context and self._is.handles(sentence):
                continue
            if not context and (_REFERS.search(sentence) or self._is.bare(sentence)):
                context = [told for told in (skipped or self._lead(asked),) if told]
            yield [*context, sentence]
            context, skipped, asked = [], "", sentence
        if context:
            yield from self._asking.each(context)

    def _lead(self, sentence: str) -> str:
        """What a sentence says before it asks: of what it speaks."""
        clauses = clauses_of(sentence)
        at = next((n for n, clause in enumerate(clauses) if self._is.asks(clause)), 0)
        return "".join(clauses[:at])

    def _enumerated(self, sentence: str) -> list[str]:
        """The tasks of a sentence that says there are several: 完成以下工作：甲，对乙检查，把丙登记."""
        head, colon, rest = sentence.rpartition(":")
        parts = [part.strip() for part in _COMMA.split(rest.strip("。;"))]
        if not colon or len(parts) < _SEVERAL or not self._is.introduces(head):
            return []
        if sum(map(self._is.doing, parts)) * 3 < len(parts) * 2:
            return []
        found: list[str] = []
        for part in parts:
            if self._is.empty(part) or self._is.by_the_way(part):
                continue
            if found and not self._is.doing(part):
                found[-1] += f",{part}"
            else:
                found.append(part)
        return found if len(found) >= _SEVERAL else []

    def _left(self, sentence: str) -> str:
        """A sentence without what the township need not do; nothing if others do the rest."""
        clauses = [clause for clause in clauses_of(sentence) if clause]
        if self._is.by_the_way(sentence):  # 感谢支持,恳请贵乡帮助摸清: what is asked stays
            asked = next((n for n, c in enumerate(clauses) if n and _REQUEST.search(c)), 0)
            rest = "".join(clauses[asked:])
            if asked and not (
                self._is.by_the_way(rest)
                or self._is.empty(rest)
                or self._is.exhorts(rest)
                or self._is.bare(rest)
            ):
                sentence, clauses = rest, clauses[asked:]
        greeted = [clause for clause in clauses if not self._is.hello(clause)]
        sentence = sentence if greeted == clauses else "".join(greeted)
        left: list[str] = []
        for clause in greeted:
            if not self._is.negated(clause):
                left.append(clause)
            elif not any(map(self._is.of_township, left)):
                left = []  # 检疫由县里派人办理,无需你乡配合: what comes before is others'
        told = sentence if len(left) == len(greeted) else "".join(left)
        return "" if self._is.others(told) or (told != sentence and self._is.bare(told)) else told

    def told_apart(self, task: Task) -> bool:
        """Whether a clause says itself who does it: 未办许可就抽水的由镇里罚款."""
        return bool(OWN.search(task.text)) and self._is.doing(task.text)

    def doing(self, task: Task) -> bool:
        """Whether a clause says what is to be done."""
        return self._is.doing(task.text)

    def bare(self, text: str) -> bool:
        """Whether a text says how, but not what."""
        return self._is.bare(text)

    def task(self, text: str) -> Task:
        """A text as one task."""
        return self._task([s.strip() for s in sentences_of(text) if s.strip()])

    def _with_parts(self, sentences: Sequence[str], marked: bool) -> Task:
        task = replace(self._task(sentences), marked=marked)
        if not marked and len(sentences) == 1:
            clauses = [
                c.strip()
                for c in _COMMA.split(sentences[0].rpartition(":")[2])
                if c.strip() and not SAYS.match(c.strip())
            ]
            if len(clauses) > 1:
                task = replace(task, runs=tuple(self._task([c]) for c in clauses[:_MOST_RUNS]))
        parts = list(filter(None, _PERHAPS_ANOTHER.split(sentences[-1])))
        if len(sentences) > 1 or not 1 < len(parts) < _MOST_PARTS:
            return task
        return replace(task, parts=tuple(self._task([part]) for part in parts))

    def _task(self, sentences: Sequence[str]) -> Task:
        whole = _joined(sentences, "。")
        clauses = [c for s in sentences for c in clauses_of(s) if c]
        told = [c for c in clauses if not self._is.empty(c)] or clauses
        plain = [n for n, c in enumerate(told) if _REQUEST.search(c)]
        first = plain[0] if plain else next((n for n, c in enumerate(told) if self._is.asks(c)), 0)
        return Task(whole[:WHOLE], topic(_joined(told, ",")), topic(_joined(told[first:], ",")))

    def sender(self, text: str) -> str:
        """The body that sends the text as it is written there; nothing if it does not say."""
        return sender(text[:LONGEST], self._is.is_body)


def _joined(parts: Sequence[str], sign: str) -> str:
    """Parts of a text one after the other, with a sign between two that nothing parts: lines of a chat."""
    return "".join(
        part + (sign if part[-1:].isalnum() and after else "")
        for part, after in pairwise((*parts, ""))
    )
