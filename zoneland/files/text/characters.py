"""Characters that planners' tables are full of, as evidence of which encoding a text is in.

Read in the wrong encoding, Chinese turns into characters that hardly anyone writes; so the
share of everyday ones tells the right encoding from the wrong. Half a thousand are enough.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

COMMON: Final = frozenset(
    # land and buildings
    "地土用类类别区域块图斑宗田园林草水旱灌耕果茶乔木竹灌沼泽滩涂河流湖泊库坑塘沟渠堤坝岸海冰雪"
    "工业矿采仓储物流商服务设施住宅城镇乡村农宅基公共管理机关团体新闻出版教育科研医疗卫生社会福利文化"
    "体育绿广场特殊军事使领馆监教宗殡葬风景名胜交通运输铁路轨道街巷站站机港口码头管线电讯油气热环保消防"
    "停车加种植养殖建筑物空闲裸岩石砾沙盐碱后备留白混合综合永久生态保护红线边界开发集中产业先进制造高经济技术"
    "一二三四五六七八九十百千万零号第大小中上下东西南北内外前后左右新旧老主次"
    # names of places and offices
    "省市县州旗盟府局委办处所院校厂司公有限责任集团股份企业民族自治国人民政府规划自然资源厅街道社居委会"
    "山川江溪泉沟湾洼坡岭岗峰丘原桥庄屯寨堡营店集铺坊楼台寺庙观塔门关津浦洲岛井洞头尾口"
    "京沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤琼川黔滇陕甘青宁藏桂蒙疆港澳湾郑洛阳开封安平顶鹤焦濮许昌漯"
    "商丘信周驻马桃华龙金银长春秋丰盛兴和顺福泰康乐清明光正永昌宁静张王李赵刘陈杨黄孙朱胡郭何马罗梁宋"
    # words of ledgers
    "年月日期面积亩顷米平方总合计数量单位名称代码编号备注项目权属性质状态来源说明时间批准文件供应出让划拨"
    "租赁转受合同价款金额已未是否不无其他的在为及与和或以上于等之按由可能行动本个点面形式基础现"
    # the same in the traditional script
    "類別區域塊圖園灣溝滲渠壩岸工業礦採倉儲物流務設鎮鄉農機關團體聞會廣場軍館監風勝運輸鐵軌場站環電訊"
    "氣熱車種養閒築閑離巖礫鹽鹼備綜開發產進製經濟術號東後內舊縣廳辦處廠責任團企業民規劃資源產權屬質狀態"
    "來說時間準應讓劃撥轉約價額無與為國華龍銀長豐興順樂張趙劉陳楊黃孫羅寧遼蘇閩贛魯滬陝蒙藏嶺崗莊營樓觀門"
    "關島頭畫計都變更細部分區代碼學校兒童遊戲市場停車綠帶溝護專住甲乙丙丁農業保存古蹟變電"
    "積畝頃總數單稱編備註項目際臺灣園廟墓爐澤濱線邊"
)
ALIEN: Final = (
    (0x0370, 0x052F),  # Greek and Cyrillic: two bytes in GB18030 and in Big5
    (0x2500, 0x25FF),  # box drawing
    (0x3040, 0x312F),  # kana and bopomofo
    (0xFF61, 0xFFDC),  # half-width kana
)
WORTHLESS: Final = frozenset({"Co", "Cn", "Cs", "Cc"})
"""Unicode's private, unassigned, surrogate and control characters."""
CONTROLS: Final = frozenset(map(chr, range(32))) - set("\t\n\v\f\r")
"""Signs that no one types; what is left of text that something was written over."""
RUBBISH: Final = ("\ufffd", "锟斤拷", "烫烫烫")
HALVES: Final = re.compile("[\ud800-\udfff]")
MISTAKEN_FOR: Final = ("cp1252", "gb18030")
"""What UTF-8 is taken for most often."""


def everyday_share(text: str) -> float:
    """Share of the non-ASCII characters that are everyday ones, less that of outlandish ones.

    Examples
    --------
    The bytes of one word, read in GB18030 and in Big5.

    >>> word = "住宅用地".encode("gb18030")
    >>> everyday_share(word.decode("gb18030")), everyday_share(word.decode("cp950"))
    (1.0, 0.25)
    """
    wide = [sign for sign in text if not sign.isascii()]
    if not wide:
        return 0.0
    return sum((sign in COMMON) - _is_alien(sign) for sign in wide) / len(wide)


def is_garbled(text: str) -> bool:
    """Tell whether a text shows that it was read or saved in a wrong encoding before.

    Examples
    --------
    >>> is_garbled("锟斤拷"), is_garbled("工业".encode().decode("gb18030", "replace"))
    (True, True)
    >>> is_garbled("工业用地"), is_garbled("Zürich")
    (False, False)
    """
    if any(sign in text for sign in RUBBISH) or not CONTROLS.isdisjoint(text):
        return True
    if any(unicodedata.category(sign) in WORTHLESS for sign in text if not sign.isascii()):
        return True
    return any(_was_utf8(text, codec) for codec in MISTAKEN_FOR)


def joined_halves(text: str) -> str:
    r"""Join characters that came as two halves of UTF-16, and put marks for lone ones.

    No encoding can write a text with a lone half in it.

    Examples
    --------
    >>> joined_halves("\ud840\udc0b") == chr(0x2000B), joined_halves("东\ud800区") == "东\ufffd区"
    (True, True)
    """
    if not HALVES.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _was_utf8(text: str, codec: str) -> bool:
    """Tell whether a text is UTF-8 that was read in another encoding: everyday Chinese in it."""
    try:
        before = text.encode(codec).decode("utf-8")
    except UnicodeError:
        return False
    return any(sign in COMMON for sign in before) and before != text


def _is_alien(sign: str) -> bool:
    if unicodedata.category(sign) in WORTHLESS or sign == "\ufffd":
        return True
    return any(first <= ord(sign) <= last for first, last in ALIEN)
