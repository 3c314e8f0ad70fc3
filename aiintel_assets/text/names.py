"""Proper names in running text and their glosses, found by form and a table of well-known ones. Nothing is decided."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import rjieba
import yaml
from opencc import OpenCC

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_LINE = 20_000

# ---- Latin script -----------------------------------------------------------------------------------------------------

_L = "A-Za-zÀ-ÖØ-öø-ɏ"
_TOKEN = re.compile(
    rf"(?P<initials>(?:[A-Z]\.){{2,}})|(?P<word>[{_L}][{_L}0-9]*(?:[-.&_+'’][{_L}0-9]+)*\+*)|(?P<number>\d+(?:\.\d+)*[a-z]?(?![{_L}0-9,.%％-]*[{_L}0-9%％]))"
    rf"|(?P<odd>01\.AI|\d+[{_L}]\w*)"
)
_COMMON = frozenset(files("aiintel_assets.text").joinpath("common_words.txt").read_text("utf-8").split())
_JOINING = frozenset({"of", "&", "de", "van", "von", "der", "di", "la", "du"})
_FOR = frozenset({"Center", "Centre", "Institute", "Foundation", "Department", "Office", "Council", "Committee", "Association", "Society", "Ministry", "Court"})
_VARIANTS = frozenset(
    "mini nano micro lite light pro plus max ultra turbo flash preview beta alpha air edge instruct thinking coder vision small "
    "medium large".split()
)
# Capitalised, and no names: calendar words, ranks, everyday abbreviations.
_NO_NAMES = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Wed Thu Fri Sat Sun January February March April May June July "
    "August September October November December Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec I AI A.I AGI API APIs CEO CFO COO CTO "
    "CPU CPUs GPU GPUs HBM IPO IT LLM LLMs ML NLP PDF PR RAG R&D SDK TV URL VC VR AR XR USB VIP OK FAQ Q&A Mr Mrs Ms Dr Prof Sir "
    "Token Tokens Agent Agents Transformer Chatbot App Web Email Inc Corp Ltd Co LLC PLC Chinese American European British Japanese "
    "Korean Taiwanese Indian French German Q1 Q2 Q3 Q4 H1 H2 Series".split()
)
_AFTER_VERSION = re.compile(
    r"\s?(?:[年月日號号時时點点個个億亿萬万千百名家人元美歐欧倍多餘余成秒分天週周歲岁款項项條条種种次]|million|billion|trillion|thousand|percent|per\s?cent|years?\b|months?\b|weeks?\b|days?\b|hours?\b|minutes?\b|people\b|users\b|times\b|GB\b|TB\b|MW\b|GW\b|nm\b|[:/]\d)",
    re.ASCII,
)


class _Span(NamedTuple):
    start: int
    end: int
    name: str


class _Word(NamedTuple):
    start: int
    end: int
    text: str
    kind: str


def names(text: str) -> dict[str, int]:
    """The proper names of a text, as written, and how often each occurs, in order of first appearance.

    Latin names are capitalised sequences, products with their version (`Kestrel 3 Mini`, `GPT-5.1`) and mixed-case
    words; Chinese ones are well-known names, quoted or glossed terms, organisations by their suffix, and people by what
    surrounds them.
    """
    found: dict[str, int] = {}
    doubtful: set[str] = set()
    lowercase = set(re.findall(rf"(?<![{_L}])[a-zà-ÿ][{_L}]*", text))
    for number, line in enumerate(text.split("\n")):
        if len(line) <= _LONGEST_LINE:
            for span in _disjoint([*_latin(line, lowercase), *_chinese(line)]):
                found[span.name] = found.get(span.name, 0) + 1
                if number and _may_be_a_word(line, span):
                    doubtful.add(span.name)
    whole = Counter(word for name in found for word in name.split())
    return {name: count for name, count in found.items() if count > 1 or whole[name] > 1 or name not in doubtful}


def aliases(text: str) -> dict[str, str]:
    """The glosses of a text: a Chinese name and the Latin name beside it, whichever of the two stands in brackets."""
    found: dict[str, str] = {}
    for line in text.split("\n"):
        if len(line) <= _LONGEST_LINE:
            for chinese, latin, _ in _glosses(line):
                found.setdefault(chinese, latin)
    return found


def canonical(name: str) -> str:
    """The usual name of a well-known entity, whatever the language and script; other names as they are."""
    return _known().get(simplify(name), name)


def is_known(name: str) -> bool:
    """Whether a name is in the table of well-known ones, in any of its forms."""
    return simplify(name) in _known()


@cache
def daily_names() -> frozenset[str]:
    """The canonical names that are in the news on any day."""
    return frozenset(str(name) for name in _table()["daily"])


def common_words() -> frozenset[str]:
    """English words that are no names, even where a headline capitalises them."""
    return _COMMON


def simplify(text: str) -> str:
    """The text in Simplified characters, one for one, so that positions stay."""
    converted = _t2s().convert(text)
    return converted if len(converted) == len(text) else "".join(_simplify_character(c) for c in text)


def _may_be_a_word(line: str, span: _Span) -> bool:
    """Whether only its place at the start of a sentence may have given a word its capital."""
    return bool(re.fullmatch(r"[A-Z][a-zà-ÿ-]+", span.name)) and span.name not in _known() and _opens_sentence(line, span.start)


# ---- the table of well-known names ------------------------------------------------------------------------------------


@cache
def _table() -> dict[str, list[list[str]] | list[str]]:
    table: dict[str, list[list[str]] | list[str]] = yaml.safe_load(
        files("aiintel_assets.text").joinpath("entities.yaml").read_text("utf-8")
    )
    return table


@cache
def _known() -> dict[str, str]:
    return {simplify(form): forms[0] for forms in _table()["entities"] for form in forms}


@cache
def _t2s() -> OpenCC:
    return OpenCC("t2s")


@cache
def _simplify_character(character: str) -> str:
    converted: str = _t2s().convert(character)
    return converted if len(converted) == 1 else character


@cache
def _tagger() -> rjieba.Jieba:
    """The segmenter, told the well-known names."""
    tagger = rjieba.Jieba()
    for form in _known():
        if _HAN.match(form) and re.fullmatch(r"[\u4e00-\u9fff]+", form):
            tagger.add_word(form, 100_000, "nz")
    return tagger


# ---- Latin names ------------------------------------------------------------------------------------------------------


def _latin(line: str, lowercase: set[str]) -> Iterator[_Span]:
    words = _latin_words(line)
    headline = not _HAN.search(line) and _is_headline(words)
    index = 0
    while index < len(words):
        if not _opens(words[index]):
            index += 1
            continue
        stop = index + 1
        while stop < len(words) and (step := _continues(line, words, stop)):
            stop += step
        yield from _cut(line, words[index:stop], lowercase, headline=headline)
        index = stop


def _latin_words(line: str) -> list[_Word]:
    words = []
    for match in _TOKEN.finditer(line):
        start, end, text = match.start(), match.end(), match[0]
        if line[end : end + 1] == "$":
            continue
        possessive = re.search(r"['’][sS]?$", text)
        if possessive and match.lastgroup == "word":
            text, end = text[: possessive.start()], start + possessive.start()
        words.append(_Word(start, end, text, str(match.lastgroup)))
    return words


def _opens(word: _Word) -> bool:
    """Whether a word can start a name: a capital, a capital inside, or letters with figures (`o3-mini`)."""
    if word.kind in {"number"}:
        return False
    if word.kind == "odd":
        return word.text == "01.AI"
    return any(c.isupper() for c in word.text) or bool(re.fullmatch(r"[a-z]+-?\d[\w.]*(?:-\w+)*", word.text) and not re.fullmatch(r"v\d.*", word.text))


def _continues(line: str, words: list[_Word], index: int) -> int:
    """How many words from `index` on still belong to the name before them."""
    before, word = words[index - 1], words[index]
    if line[before.end : word.start] not in {" ", "\u00a0"}:
        return 0
    if word.kind == "number":
        return 0 if _AFTER_VERSION.match(line, word.end) or before.text in _NO_NAMES or before.text.lower() in _COMMON else 1
    if _opens(word):
        return 0 if before.kind == "word" and before.text in _NO_NAMES and before.text.istitle() else 1
    if word.text in _VARIANTS and re.search(r"\d", before.text):
        return 1
    joins = word.text in _JOINING or (word.text == "for" and before.text in _FOR)
    following = words[index + 1] if index + 1 < len(words) else None
    joined = following and line[word.end : following.start] == " " and following.kind == "word" and following.text[0].isupper()
    return 2 if joins and joined else 0


def _cut(line: str, words: list[_Word], lowercase: set[str], *, headline: bool) -> Iterator[_Span]:
    """The names inside a capitalised sequence: common words fall off at its start, and split it in a headline."""
    opening = _opens_sentence(line, words[0].start)
    part: list[_Word] = []
    for position, word in enumerate(words):
        plain = word.kind == "word" and word.text.istitle()
        common = plain and (word.text.lower() in _COMMON or (opening and position == 0 and word.text.lower() in lowercase))
        joined = position + 1 < len(words) and words[position + 1].text in _JOINING
        version = part and word.text.lower() in _VARIANTS and re.search(r"\d", part[-1].text)
        if common and not joined and not version and (headline or (opening and not part)):
            yield from _name(line, part)
            part = []
        else:
            part.append(word)
    yield from _name(line, part)


def _name(line: str, words: list[_Word]) -> Iterator[_Span]:
    while words and (words[-1].text in _JOINING or words[-1].text == "for" or words[-1].text in _NO_NAMES):
        words = words[:-1]
    while words and (words[0].kind == "number" or words[0].text in _JOINING or (words[0].text in _NO_NAMES and words[0].text.istitle())):
        words = words[1:]
    if not words:
        return
    start, end = words[0].start, words[-1].end
    name = line[start:end]
    if name in _NO_NAMES or len(name) < 2:
        return
    if len(words) == 1 and name.istitle() and (name.lower() in _COMMON or re.fullmatch(r"[A-Z][a-z]+(?:ing|ly)", name)) and _opens_sentence(line, start) and name not in _known():
        return
    yield _Span(start, end, name)


def _is_headline(words: list[_Word]) -> bool:
    """Whether a line is set In Title Case: most words that could be lower-case are not."""
    long = [w for w in words if w.kind == "word" and len(w.text) > 3]
    return len(long) >= 3 and sum(w.text[0].isupper() for w in long) * 10 >= len(long) * 8


def _opens_sentence(line: str, start: int) -> bool:
    before = line[:start].rstrip(" \u00a0\"“‘'(「『《[*#>-—–•")
    return not before or before[-1] in ".!?:;。！？：；…|·"


# ---- Chinese names ----------------------------------------------------------------------------------------------------

_HAN = re.compile(r"[\u4e00-\u9fff]")
_SUFFIXES = (
    "公司 集团 大学 学院 实验室 研究院 研究所 科技 智能 基金会 委员会 法院 医院 软件 机器人 计算 资本 创投 银行 半导体 电子 汽车 证券 "
    "研究中心 协会 联盟 出版社 工会 工作室 管理局 委会 议会 检察院 学会 航空 电信 生物 制药 科学院 网络 传媒 保险"
).split()
_WEAK_SUFFIXES = frozenset("公司 智能 计算 资本 银行 半导体 电子 汽车 证券 航空 电信 生物 制药 网络 传媒 保险 软件 机器人 协会 学院 部门 委会".split())
_SUFFIX = re.compile("(?:" + "|".join(sorted(_SUFFIXES, key=len, reverse=True)) + ")$")
_GENERIC = frozenset(
    "人工 人工智能 智能 科技 技术 互联网 网络 软件 硬件 芯片 半导体 机器人 汽车 电子 云 云计算 计算 数据 大数据 模型 大模型 语言 保险 金融 投资 风险 风投 银行 证券 "
    "上市 初创 新创 创业 独角兽 科研 研究 医疗 生物 制药 教育 教学 公立 私立 地方 地区 联邦 高等 最高 中级 仲裁 国际 国内 国家 全国 海外 外国 外资 合资 大型 中小型 小型 "
    "子 母 分 总 本 该 各 多 某 这 那 此 其 其他 其它 几 两 三 一 同 新 旧 大 小 控股 相关 有关 知名 著名 顶尖 顶级 头部 主要 传统 美国 中国 日本 英国 欧洲 欧盟 台湾 韩国 法国 德国 "
    "一家 这家 那家 该家 多家 几家 两家 三家 数家 各家 具身 生成 生成式 人形 服务 工业 扫地 聊天 自动 自动驾驶 无人 电商 游戏 广告 媒体 出版 航空 航天 电信 通信 能源 电力 "
    "高性能 量子 边缘 通用 专用 分布式 并行 云端 推理 训练 普通 消费 企业 商业 民间 独立 监管 审查 专家 工作 顾问 伦理 安全 执行 筹备 常务 学术 科学 外部 内部 合作 关联 附属 所属 "
    "我国 世界 全球 亚洲 本地 当地 市 省 县 区 州 一所 这所 多所 几所 一个 这个 生命 移动 无线 社交 智慧 综合 教学 重点 研究型 开发 开发商 制造 设计 代工 供应链 供应 物流 零售 快递 律师 会计".split()
)
_STOP_TAGS = frozenset({"p", "c", "u", "uj", "ul", "uz", "ud", "uv", "ug", "r", "y", "x", "w", "e", "o", "m", "q", "f", "t"})
_ROLES = frozenset(
    "首席执行官 执行官 执行长 首席 技术官 科学家 科学官 运营官 财务官 创始人 创办人 创办者 共同创办人 联合创始人 总裁 总经理 副总裁 副总 董事长 董事 主席 总监 经理 教授 副教授 博士 "
    "院士 工程师 研究员 分析师 记者 作者 负责人 发言人 律师 部长 院长 校长 主任 主管 代表 会长 总统 总理 首相 市长 州长 议员 法官 秘书长 专员 老师 医师 医生 主持人 顾问 "
    "作家 导演 歌手 演员 投资人 合伙人 开发者 学者 专家 员工 成员 先生 女士 老板 掌门人 家属 组长 处长 局长 司长 理事长 执行董事".split()
)
_STOP_WORDS = _ROLES | frozenset(
    "旗下 位于 总部 子公司 来自 获 获得 由 向 对 在 与 和 被 将 让 使 称 说 据 来 到 是 为 给 找 请 看 用 及 或 等 从 自 于 把 跟 并 但 而 也 都 就 又 还 已 曾 正 该 此 其 这 那 每 各 "
    "某 前 原 现 宣布 表示 指出 认为 收购 投资 起诉 控告 状告 发布 推出 公布 出资 领投 参投 加入 离开 加盟 任职 任职于 担任 包括 包含 例如 比如 像 如 即 名为 叫 叫做 称为 成立 创办 创立 "
    "成为 选择 采用 使用 透过 通过 根据 按照 依 针对 关于 面向 支持 合作 联手 携手 联合 击败 超越 挑战 指控 批评 要求 命令 下令 允许 批准 裁定 判决 报道 报导 援引 引述 告诉 受访 "
    "机构 企业 厂商 公司 团队 单位 业者 平台 产品 模型 大模型 开源 引擎 框架 芯片 项目 计划 工具 系统 服务 软件 初创 新创 创业 新创公司 初创公司 独角兽 巨头 大厂 龙头 "
    "旗舰 新 最新 全新 新款 新一代 一代 推理 城市 国家 地区 总部位于 设在 推出的 研发的 的 之 者 与 跟 同 找来 委托 委由 交由 交给 提供 完成 计划".split()
)
_QUOTED = re.compile(r"[「『《“]([^「」『』《》“”\n]{2,20})[」』》”]")
_FUNCTION = re.compile(r"[的了是在不會会要與与和嗎吗呢我你他她它這这那都也就讓让把被很更最，。！？、；：…]|,\s")
_DOTTED = re.compile(r"[\u4e00-\u9fff]{1,6}(?:[·・‧][\u4e00-\u9fff]{1,7})+")
_SAYS = "表示|指出|认为|強調|强调|透露|坦言|直言|指称|称|说|写道|补充|解释|警告|回应|告诉|宣布|预计|预告|提到|呼吁|证实|分析"
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘蔡蒋余于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "简温庄颜柯洪游詹赖翁傅连褚古池施俞阮纪童欧殷涂岑葛翟"
)
_PERSON = re.compile(rf"(?:(?<=^)|(?<=[，。；：、！？「」“”（）\s])|(?<=长)|(?<=官)|(?<=人)|(?<=授)|(?<=师)|(?<=员)|(?<=裁)|(?<=士)|(?<=席)|(?<=任)|(?<=者))([{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?={_SAYS})")
_BRACKET_LATIN = re.compile(rf"[（(]\s?([{_L}0-9][{_L}0-9_ .,&’'·:+-]{{0,59}}?)(?:[，,、；;／/]\s?[^（）()]{{1,40}})?\s?[)）]")
_BRACKET_HAN = re.compile(r"\s?[（(]\s?[「『“《]?([\u4e00-\u9fff][\u4e00-\u9fff·・‧]{1,14})[」』”》]?\s?[)）]")
_CHINESE_VERSION = re.compile(r"\s?[vV]?\d+(?:\.\d+)*(?![\d.,%％]*[\d%％])")


def _chinese(line: str) -> Iterator[_Span]:
    if not _HAN.search(line):
        return
    plain = simplify(line)
    for chinese, _, span in _glosses(line):
        yield _Span(span[0], span[1], chinese)
    for match in _QUOTED.finditer(line):
        title = line[match.start()] == "《"
        if _HAN.search(match[1]) and not _FUNCTION.search(match[1]) and (title or len(match[1]) <= 8):
            yield _Span(match.start(1), match.end(1), match[1])
    for match in _DOTTED.finditer(plain):
        start = _after_role(plain, match.start(), match.start() + re.search("[·・‧]", match[0]).start())
        yield _Span(start, match.end(), line[start : match.end()])
    for match in _PERSON.finditer(plain):
        yield _Span(match.start(1), match.end(1), line[match.start(1) : match.end(1)])
    words = _tagged(plain)
    for index, word in enumerate(words):
        yield from _by_word(line, plain, words, index, word)


def _by_word(line: str, plain: str, words: list[_Word], index: int, word: _Word) -> Iterator[_Span]:
    if word.text in _known() or (word.kind in {"nt", "ns"} and len(word.text) > 1 and word.text not in _GENERIC):
        version = _CHINESE_VERSION.match(plain, word.end) if word.text in _known() else None
        end = version.end() if version and not _AFTER_VERSION.match(line, version.end()) else word.end
        yield _Span(word.start, end, line[word.start : end])
    suffix = _SUFFIX.search(word.text)
    if suffix:
        start = _name_start(plain[: word.end], word.start)
        stem = plain[start : word.start + suffix.start()]
        if stem and not _is_generic(words, start, word, suffix.start()):
            yield _Span(start, word.end, line[start : word.end])
    if word.kind.startswith("nr") and 2 <= len(word.text) <= 4:
        said = re.match(_SAYS, plain[word.end : word.end + 2])
        titled = index and words[index - 1].text in _ROLES
        if said or titled:
            yield _Span(word.start, word.end, line[word.start : word.end])


def _is_generic(words: list[_Word], start: int, last: _Word, stem_of_last: int) -> bool:
    """Whether an organisation's suffix only follows everyday words: a map company, a local hospital."""
    stem = [w for w in words if start <= w.start < last.start]
    if stem_of_last:
        stem.append(_Word(last.start, last.start + stem_of_last, last.text[:stem_of_last], last.kind))
    if last.text[stem_of_last:] in _WEAK_SUFFIXES:
        stem = [w for w in stem if len(w.text) == 1 or w.kind[0] not in "navdbt" or w.kind in {"nr", "ns", "nz", "nt"}]
    return all(w.text in _GENERIC or w.text in _SUFFIXES or (len(w.text) == 1 and w.kind in {"v", "d"}) for w in stem)


def _after_role(plain: str, start: int, dot: int) -> int:
    """Where a transliterated name starts, given its first dot: after a role such as 执行官, or at a word's start."""
    reach = max(0, start - 8)
    ends = [m.end() for role in _ROLES for m in re.finditer(role, plain[reach:dot]) if m.end() < dot - reach]
    if ends:
        return reach + max(ends)
    return _gloss_start(plain, start, dot) if dot > start else start


def _name_start(plain: str, inside: int) -> int:
    """Where the Chinese name that covers `inside` and ends with `plain` starts, going left word by word."""
    start = len(plain)
    for word in reversed(_tagged(plain)):
        too_long = len(plain) - word.start > 12 + (len(plain) - inside)
        stops = word.text in _STOP_WORDS or word.kind in _STOP_TAGS or (word.kind == "v" and len(word.text) > 1)
        bare = plain[start:] in _SUFFIXES and word.kind == "v" and word.text not in _STOP_WORDS
        if word.start < inside and ((stops and not bare) or too_long or not _HAN.match(word.text)):
            break
        start = word.start
    return min(start, inside)


def _tagged(plain: str) -> list[_Word]:
    words, position = [], 0
    for text, kind in _tagger().tag(plain):
        words.append(_Word(position, position + len(text), text, kind))
        position += len(text)
    return words


def _glosses(line: str) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Each gloss as (Chinese, Latin, where the Chinese stands)."""
    if not _HAN.search(line):
        return
    plain = simplify(line)
    for match in _BRACKET_LATIN.finditer(line):
        latin = match[1].strip()
        run = re.search(r"[\u4e00-\u9fff·・‧]+[」』”》]?\s?$", plain[max(0, match.start() - 24) : match.start()])
        if run is None or latin in _NO_NAMES or not re.search(r"[A-Z]|[a-z]\d", latin) or not re.search(rf"[{_L}]{{2}}", latin):
            continue
        end = match.start() - (len(run[0]) - len(run[0].rstrip("」』”》 ")))
        base = match.start() - len(run[0])
        quoted = end < match.start() and base and plain[base - 1] in "「『“《"
        start = base if quoted else _gloss_start(plain, base, end)
        if end - start >= 2:
            yield line[start:end], latin, (start, end)
    for match in _BRACKET_HAN.finditer(line):
        before = _latin_before(line, match.start())
        if before:
            yield match[1], before, match.span(1)


def _gloss_start(plain: str, base: int, end: int) -> int:
    """Where the glossed Chinese name that ends at `end` starts, going left word by word, not beyond `base`."""
    if dot := re.search("[·・‧]", plain[base + 1 : end]):
        return _after_role(plain, base, base + 1 + dot.start())
    words = _tagged(plain[base:end])
    start = end
    for word in reversed(words):
        stops = word.text in _STOP_WORDS or (word.kind in _STOP_TAGS and word.text not in "·・‧") or (word.kind == "v" and len(word.text) > 1)
        bare = plain[start:end] in _SUFFIXES and word.kind == "v"
        if start < end and ((stops and not bare) or end - (base + word.start) > 14):
            break
        start = base + word.start
    return start


def _latin_before(line: str, end: int) -> str:
    spans = [s for s in _latin(line[:end], set()) if s.end == len(line[:end].rstrip())]
    return spans[-1].name if spans else ""


def _disjoint(spans: list[_Span]) -> list[_Span]:
    """The spans in order without overlaps: the earlier and longer one stays."""
    kept: list[_Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
