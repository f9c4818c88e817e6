"""What scripts/fonts.sh needs of Python: the lists of characters, and another name for a subset.

The dates inside the files are those of the originals, so that the same packages make the same bytes."""

import sys
from fontTools.ttLib import TTFont

# Marks of official papers that GB 2312 lacks.
MARKS = "—…·“”‘’〔〕《》〈〉「」『』【】〖〗℃‰№㎡㎞㎏〇〓★※→←↑↓×÷±≥≤≠≈√∞°′″％￥–⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# Characters of names and places that GB 2312 lacks.
NAMES = (
    "镕垚堃喆犇赟祎昇晞旻玥珺玙瑄璟皞翀翊芃荇菀蓁蕙昕煜炜烨琇琛瑀璇垚淼焱鑫喆堃甯彧曌暠昉晳晖暐杺栩"
    "桢梣榕槿樾沄泠洢洺浠湜湉溦滢漪澔潆濛瀚炘焜熠燚玎玚玢珉珩珮琎琬瑛瑷璐璠畯皓眙睿祐祚禛稑竑筱箐綦"
    "羿翯芊苡茗莛莳菡萱葳蔚蕤薏蘅虓蛟衎褀诃诩谞赜轩辂迪逯遒郗郜鄄鄢酉钰铖锜锟镝镱阆陟隽雯霏霖韫韬颢"
    "飏飖馡骁骐骞鲲鸢麒麟黎鼐䶮㛃亶仡佶侃俪倜偲傲僖儇元兢冉冕凇剀劭勖匡卉卓厍咏咸哲唐啸嘏囡坤垲埔塬"
)
HAN = [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF)]


def of(codec, low):
    pairs = (bytes([lead, trail]) for lead in range(0x81, 0xFF) for trail in range(low, 0xFF))
    found = {pair.decode(codec, "ignore") for pair in pairs}
    return {c for text in found for c in text if not 0xE000 <= ord(c) <= 0xF8FF}


def characters(common, every):
    latin = {chr(c) for c in range(0x20, 0x100) if not 0x7F <= c < 0xA0}
    base = of("gb2312", 0xA1) | latin | set(MARKS) | set(NAMES)
    wide = base | of("gbk", 0x40)
    with open(common, "w") as out:
        out.writelines(f"{ord(c):X}\n" for c in sorted(base))
    with open(every, "w") as out:
        out.writelines(f"{ord(c):X}\n" for c in sorted(wide))
        out.writelines(f"{first:X}-{last:X}\n" for first, last in HAN)


def rename(source, target):
    font = TTFont(source, recalcTimestamp=False)
    names = {1: "WenKai Subset", 2: "Regular", 3: "WenKai Subset Regular", 4: "WenKai Subset", 6: "WenKaiSubset"}
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in (0, 5, 13, 14)]
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    font.save(target)


if __name__ == "__main__":
    {"characters": characters, "rename": rename}[sys.argv[1]](*sys.argv[2:])
