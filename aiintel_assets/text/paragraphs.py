"""What in a page's extracted lines is article and what is frame: sharing, subscribing, credits, teasers. Text only."""

from __future__ import annotations

import re

# A line that is nothing but frame. Each is matched whole, so that a sentence which merely mentions it stays.
_FRAME = re.compile(
    r"""\s*[\W_]*(?:
    # Chinese
    分享(?:到|至|給|给|本文|文章)?.{0,30}
    |(?:責任|责任|文字|本文|內容|内容|主)?[編编][輯辑審审][/、及]?.{0,4}[:：／/].{0,40}
    |(?:責任編輯|责任编辑|校對|校对|審核|审核|監製|监制|排版|來源|来源|出處|出处|作者|原標題|原标题|圖源|图源|編譯|编译|記者|记者|攝影|摄影|撰文)\s*[:：|｜／/].{0,60}
    |[(（]?(?:責任|责任)?[編编][輯辑]\s*[:：].{0,30}[)）]?.{0,12}
    |.{0,60}(?:版權所有|版权所有|不得轉載|不得转载|禁止轉載|禁止转载|轉載請|转载请|轉載須|转载须).{0,160}
    |.{0,30}(?:返回搜狐|查看更多|查看原文|阅读原文|閱讀原文|點擊這裡|点击这里|点击查看).{0,12}
    |(?:关键字|關鍵字|关键词|關鍵詞|標籤|标签|Tags?)\s*[:：].{0,100}
    |(?:推荐阅读|推薦閱讀|延伸閱讀|延伸阅读|相關閱讀|相关阅读|相關新聞|相关新闻|相关推荐|更多新聞|更多新闻|看更多|閱讀更多|阅读更多|热门推荐|熱門文章|往期回顾|往期推荐).{0,80}
    |.{0,30}(?:扫码|掃碼|扫描二维码|長按|长按|关注公众号|微信公众号|粉絲團|粉丝团|加入\s?LINE|加\s?LINE|載點|抽獎|下載.{0,10}APP|下载.{0,10}APP).{0,80}
    |(?:点赞|收藏|举报|评论|評論|留言|广告|廣告|赞|在看|登录|注册|登入|註冊|訂閱|订阅|複製連結|复制链接|打开App|返回顶部|上一篇|下一篇|上一頁|下一頁).{0,24}
    |登录后您可以.{0,30}|最新推荐文章.{0,60}|一键三连.{0,40}|觉得不错.{0,60}|(?:—|-)*\s*(?:完|END|全文完)\s*(?:—|-)*
    # English and its neighbours
    |(?:share|tweet|e-?mail|print|copy\ link|save|listen|follow|pin\ it|whatsapp|facebook|twitter|linkedin|reddit|telegram|x)(?:\s+(?:this|on|via|to|article|story|link|with|friends|post|us|facebook|twitter|x|linkedin|whatsapp|email|reddit|by)\b)*.{0,20}
    |(?:read|see|learn|find\ out)\ (?:more|also|next)\s*[:：>»→].{0,160}|read\ (?:more|next|the\ full\ \w+)\W*
    |(?:see\ also|also\ read|related|recommended(?:\ reading)?|more\ from|more\ on\ this|don['’]?t\ miss|must\ read|further\ reading|up\ next|watch|popular|most\ (?:read|popular)|trending|in\ this\ article|topics|tags?|filed\ under|related\ (?:articles|stories|posts|content|topics|coverage))\s*(?:[:：].{0,160})?
    |(?:subscribe|sign\ up|sign\ in|log\ in|join|get|register)\b.{0,60}\b(?:newsletters?|inbox|updates|free|account|subscribers?|alerts|digest|now|today)\b.{0,80}
    |(?:subscribe|sign\ up|sign\ in|log\ in|advertisement|ad|sponsored|comments?|loading\.*|leave\ a\ (?:comment|reply)|skip\ to\ (?:main\ )?content|supported\ by|thanks?\ (?:you\ )?for\ (?:signing\ up|subscribing).{0,20}|order\ reprints|print\ article|join\ our\ commenting\ forum|image\ credits?\s*:.{0,80}|(?:photo|image|picture|illustration|credit|source|via)(?:\ credit|\ by)?\s*[:：].{0,80}|click\ here\b.{0,80}|previous(?:\ article|next)?|next(?:\ article)?)
    |(?:©|\(c\)|copyright\b).{0,200}|.{0,100}all\ rights\ reserved.{0,100}
    |.{0,40}your\ (?:e-?mail|inbox)\b.{0,60}|an\ error\ has\ occurred.{0,60}|you\ can\ unsubscribe.{0,60}
    |(?:we|this\ (?:web)?site)\ (?:may\ )?(?:use|earn)s?\b.{0,40}\b(?:cookies|commission)\b.{0,200}
    |teilen|drucken|merken|anzeige|werbung|lesen\ sie\ auch.{0,160}|lire\ aussi.{0,160}|lea\ también.{0,160}|baca\ juga.{0,160}|leggi\ anche.{0,160}|leia\ (?:também|mais).{0,160}
    )[\W_]*""",
    re.VERBOSE | re.IGNORECASE,
)
# A heading behind which only teasers follow.
_TEASERS = re.compile(
    r"""[\W_]*(?:related(?:\ (?:articles?|stories|posts|reading|content|news|topics))?|more\ (?:from|stories|news|on)\b.{0,40}|you\ (?:may|might)\ (?:also|like)\b.{0,40}
    |most\ (?:read|popular)|popular(?:\ (?:posts|stories|articles))?|recommended(?:\ (?:for\ you|articles|stories))?|read\ next|up\ next|trending(?:\ now)?|latest\ (?:news|posts|stories)
    |comments?|\d+\ comments|leave\ a\ (?:reply|comment)|about\ the\ authors?|references|footnotes?
    |相關(?:新聞|文章|閱讀|報導|推薦)|相关(?:新闻|文章|阅读|报道|推荐)|推荐阅读|推薦閱讀|延伸閱讀|延伸阅读|更多(?:新聞|新闻|报道|報導|文章)|热门(?:文章|推荐|新闻)|熱門(?:文章|新聞)|猜你喜欢|往期(?:回顾|推荐|精选)|精彩推荐|看更多.{0,12}|網友評論|网友评论|全部评论|参考资料|參考資料)[\W_]*""",
    re.VERBOSE | re.IGNORECASE,
)
_LIST_MARK = re.compile(r"^\s*(?:[-•·*▪●]\s+)+")
_SENTENCE_END = re.compile(r"[.!?。！？…][\"'”’」』)）]*$")
_STOP = re.compile(r"[.,!?;:。，！？；：、।۔،؟]")
_CUT = re.compile(r"(?:…|\.\.\.|[】»>›→])\W*$")
_PARAGRAPH = 90  # letters
_REPEATABLE = 60  # characters: shorter lines may stand twice in an article
_LONGEST_FRAME = 260


def clean_lines(text: str, title: str = "") -> list[str]:
    """The article's paragraphs among extracted lines: no frame, no teasers at the end, no title, no repetition."""
    lines = [line for line in (" ".join(_LIST_MARK.sub("", raw).split()) for raw in text.splitlines()) if line]
    lines = _without_title(lines, title)
    lines = _without_teasers(lines)
    seen: set[str] = set()
    kept: list[str] = []
    for line in lines:
        if is_frame(line) or line in seen:
            continue
        if len(line) >= _REPEATABLE:
            seen.add(line)
        kept.append(line)
    return kept


def is_frame(line: str) -> bool:
    """Whether a line belongs to the page and not to the article."""
    return len(line) <= _LONGEST_FRAME and _FRAME.fullmatch(line) is not None


def weight(text: str) -> int:
    """How much is said, in Latin letters: a Han character, kana or Hangul syllable counts three."""
    return sum(3 if "\u3040" <= c <= "\ud7a3" else 1 for c in text if c.isalnum())


def prose(lines: list[str]) -> int:
    """How much stands in whole paragraphs: long enough, punctuated, and not cut short as a teaser is."""
    return sum(w for line, w in zip(lines, map(weight, lines), strict=True) if w >= _PARAGRAPH and _STOP.search(line) and not _CUT.search(line))


def _without_title(lines: list[str], title: str) -> list[str]:
    """The title leaves the top of the text, where a page shows it above the article."""
    key = _key(title)
    for at, line in enumerate(lines[:3]):
        if key and _key(line) == key:
            return lines[:at] + lines[at + 1 :]
    return lines


def _without_teasers(lines: list[str]) -> list[str]:
    """Cut at a heading such as “Related”, when what follows is the smaller part and reads like headlines."""
    total = sum(map(len, lines))
    before = 0
    for at, line in enumerate(lines):
        rest = lines[at + 1 :]
        if before * 2 > total and _TEASERS.fullmatch(line):
            prose = sum(len(r) > 80 and _SENTENCE_END.search(r) is not None for r in rest)
            if prose * 2 <= len(rest):
                return lines[:at]
        before += len(line)
    return lines


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
