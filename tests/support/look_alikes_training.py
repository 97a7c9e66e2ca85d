"""How build/vocabulary/look_alikes.csv is made: which characters look alike.

The common characters of GB 2312 are drawn with a font (Wen Quan Yi Zen Hei) and held against those that the lists of
this repository use: the nearest ones, and further ones that people and programs mistake by a part they share (BY_HAND).
Run as a program to write the table again; it needs Pillow and the font.

How it was weighed: 1,176 names of fifteen lists never seen; of as many with one character misread 73 in 100 were told, no
sound one was. With LEAST of 0.84 one sound one was, with 0.9 65 in 100 were told.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable

from kg.reading.known.look_alikes import COLUMNS

LEAST = 0.86
"""Smallest likeness (correlation of the drawings)."""
NEAREST = 12
OFTEN = 8
"""So often the lists use a character for it to be meant."""
BY_HAND = """
圆员 菅管 妨防 氏民 自目 目自 杳查 浅残 炎灾 亚业 才财 同局 么公 按安 词司 己已 己巳 日目 日曰 人入
入人 八人 士工 土工 王主 主王 未来 来未 天夫 大夫 太夫 牛午 午牛 干于 于干 贝见 见贝 厂广 广厂 刀力
力刀 儿几 几儿 乌鸟 鸟乌 析折 折析 拆折 折拆 拆析 候侯 侯候 住往 往住 徒徙 钓钩 眼跟 跟眼 那邪 即既
既即 埸场 场杨 赢羸 惠患 患惠 晴睛 清请 请清 情清 清情 精清 蓝篮 篮蓝 薄簿 簿薄 幅辐 副幅 坏环 环坏
怀坏 培陪 倍培 陪培 部都 都部 郊效 效郊 防访 访防 仿访 坊访 扶抚 抚扶 枝技 技枝 枝支 技支 抗坑 坑抗
杭抗 航般 般船 船般 弛驰 驰弛 池地 地池 他地 冶治 治冶 冻冼 洗冼 冼洗 壹壶 兑免 兔免 免兔 爪瓜 瓜爪
申由 由申 甲申 由田 田由 电申 车东 东车 乐东 农衣 衣农 龙尤 尤龙 丁了 了丁 子孑 予子 子予 矛予 乎平
平乎 万方 方万 力万 万力 刁习 习刁 匀勺 勾勺 勺勾 勾匀 今令 令今 冷泠 仓仑 仑仓 抢抡 论伦 轮伦 轮论
沧沦 沦沧 拔拨 拨拔 泼拨 抱拖 拖抱 拒柜 柜拒 徽微 微徽 微徵 徵微 慢漫 漫慢 暮墓 墓基 基墓 墓募 募墓
募幕 幕募 幕墓 驱躯 躯驱 躺躯 歧岐 岐歧 赡瞻 瞻赡 谦廉 廉谦 嫌廉 摘滴 滴摘 敌故 故敌 政致 致政 攻政
牧枚 枚牧 放牧 牧放 肓盲 盲育 育盲 盲肓 育肓 肓育 末本 本末 术木 木术 休体 体休 沐休 伏优 优伏 忧优
犹优 抚优 扰忧 妖妆 庄压 压庄 庆庄 床庆 军库 牢军 宇字 字宇 宁宇 守宁 宜宣 宣宜 官宫 宫官 管官 营管
莹营 萤营 营莹 荣营 菅营 营菅 裁栽 栽裁 载裁 裁载 截载 载截 戴载 戮截 幸辛 辛幸 辜辛 辟辞 壁璧 璧壁
避辟 辩辨 辨辩 辫辨 辨辫 办为 为办 力办 办力 协胁 胁协 补朴 朴补 扑补 初衬 村衬 衬村 材林 林材 林木
村材 较校 校较 狡校 校狡 效校 绞校 给拾 拾给 结给 给结 绐给 洽给 恰洽 洽恰 治洽 洽治 购沟 沟购 构购
购构 钩购 勾构 构勾 沟构 构沟 帐账 账帐 胀账 张账 涨胀 帖贴 贴帖 粘贴 站贴 贴站 砧站 玷站 战站 沾站
货贷 贷货 贸货 货贸 贤责 责贤 贵责 责贵 贡责 责贡 费责 债责 绩积 积绩 织积 积织 识织 职织 织职 帜职
职识 识职 炽职 祉社 社祉 杜社 社杜 袄社 补社 视枧 规视 视规 现规 规现 观现 现观 硬便 便使 使便 更使
夏更 吏更 更吏 史吏 吏史 史央 央史 英央 映央 夹央 决快 快决 块快 快块 诀决 决诀 扶抉 抉扶 执扶 扶执
热执 执热 垫执 势热 热势 挚执 执挚 丸执 孰执 熟孰 就熟 敦孰 淳敦 诚城 城诚 成城 域城 城域 诚域 诫诚
诚诫 械诫 戒械 戎戒 戒戎 成戒 戌成 咸成 戍戌 戊戌 栗粟 粟栗 票栗 要票 票要 粟要 西酉 酉西 四西 西四
洒酒 酒洒 酒泗 配酝 酌配 醒配 配酪 酪配 已己 起赴 赴起 赵起 超起 起超 越超 超越 赳赴 赴赵 徙徒 陡徒
徒陡 走徒 徐除 除徐 涂除 除涂 余涂 途徐 途涂 逢途 途逢 逐遂 遂逐 逐逮 隧遂 遂隧 队坠 坠队 阶价 价阶
介阶 险捡 检捡 捡检 验险 险验 脸检 检脸 俭检 签检 剑险 敛验 民氏 亊事 自白 白自 百白 曰日 已巳 茶荼
斤斥 斥斤 仅仪 仪仅 士土 夭天 天夭 无元 元无 开并 井开 开井 支文 文支 公么 分公 公分 会全 全会 金全
全金 合台 台合 吉古 古吉 占古 名各 各名 问向 向问 问间 间问 闻问 回四 因困 困因 团困 国圆 固因 因固
圆圈 均钧 坡玻 垃拉 拉垃 圾极 极圾 埋理 理埋 里理 堤提 提堤 境镜 镜境 墙樯 壤攘 处外 外处 备各 复夏
夏复 奖浆 奋奔 如奴 妇归 归妇 姓性 性姓 委季 季委 季李 婚昏 孤狐 孔孙 孕孪 安妥 妥安 害客 客害 家冢
容客 宿缩 宪完 完宪 完元 封村 将奖 尘尖 屋厘 属展 展属 岸岩 岁多 巡迅 迅巡 巩巧 帮邦 带滞 干千 千干
平半 半平 年牛 并井 底低 低底 应成 废发 建健 健建 建律 律建 延廷 异导 导异 弃弈 张帐 弱溺 强虽 归旧
形型 型形 彩采 采彩 德得 得德 性牲 牲性 总兑 恐怒 患忠 忠患 悔海 海悔 情请 惠专 意竟 竞竟 竟竞 懂憧
户卢 卢户 房肩 所听 扫归 执势 扩护 护扩 批枇 抓爪 投设 设投 护沪 报服 服报 抽油 油抽 担但 但担 拆诉
诉拆 招昭 昭招 持待 待持 特持 持特 指脂 挥辉 捐损 损捐 换焕 据锯 掌撑 排非 接授 控空 推准 准推 描猫
提题 搞稿 稿搞 携推 摸模 模摸 播番 操澡 澡操 改攻 攻改 放故 政玫 故政 教救 救教 敬警 警敬 整正 文义
义文 义叉 斗计 料科 科料 断继 继断 新斯 斯新 旅族 族旅 施旋 旋施 无天 早旱 旱早 时对 对时 明朋 朋明
春眷 是足 显湿 普晋 景影 影景 更史 曾会 服眼 期朝 朝期 未末 机杭 杂亲 亲杂 权杈 村树 树村 条务 务条
来耒 果里 柴紫 标际 际标 树对 样祥 祥样 核该 该核 格洛 根很 很根 档挡 桥娇 森林 植值 值植 楼搂 槽糟
模漠 歌哥 正止 止正 步涉 武式 式武 死列 列死 殊珠 残线 毁段 毒每 每毒 比北 北比 民艮 气乞 水永 永水
求来 汇江 江汇 汛讯 讯汛 污汗 汗污 汲吸 沙纱 沟淘 没设 设没 河何 沿铅 泄世 泥呢 注住 住注 泽择 择泽
洁结 洪供 供洪 活话 话活 流硫 测侧 侧测 济挤 浇烧 烧浇 海每 消梢 涉步 淀定 渔鱼 鱼渔 渠集 温湿 湿温
港巷 游遊 湖糊 源原 原源 滥监 监滥 滞带 漏露 灌罐 火大 灭火 灾宄 灾炎 炉护 烟咽 热熟 照昭 煤谋 谋煤
熟热 爆瀑 牌碑 碑牌 牧收 收牧 物勿 牲姓 特待 待特 犬大 犯范 范犯 独浊 猪诸 献南 率卒 玉王 王玉 珍诊
诊珍 班斑 斑班 理里 瓶屏 生主 主生 用甩 甩用 田电 电田 申电 男勇 界介 留贸 畜蓄 蓄畜 番翻 疏流 疫投
疗庁 病痛 痛病 登澄 的约 约的 监盐 盐监 盖益 益盖 盗盆 目日 直真 真直 相想 省者 者省 看着 着看 眼恨
知和 和知 短矩 石右 右石 矿扩 码妈 破坡 硕顾 碎醉 确硬 磁滋 祖租 租祖 神伸 禁焚 焚禁 福副 私和 和私
秀季 种钟 钟种 积识 称移 移称 程呈 税脱 脱税 稳隐 隐稳 究穷 穷究 空室 室空 突究 窗窟 立亡 章意 端瑞
笔毛 符付 第弟 等筹 筹等 答签 签答 筑巩 策菜 管营 箱稍 类娄 粉纷 纷粉 粗租 粪类 糖塘 塘糖 素索 索素
累果 级极 极级 纪记 记纪 纯钝 纳呐 线钱 钱线 组姐 细绌 终络 络终 绍招 经径 径经 结洁 络格 统纺 绩债
绪诸 续读 读续 维准 综踪 缓援 援缓 编篇 缩宿 缴激 激缴 网冈 罚罪 罪罚 置直 署暑 暑署 群郡 郡群 老考
考老 者着 而面 耕籽 耗耙 联朕 聘骋 肃萧 股般 肉内 内肉 背肯 肯背 能熊 脱说 说脱 腐府 府腐 舆与 艺芝
节书 花化 化花 苗描 若苦 苦若 范苑 荒慌 药约 获荻 菜莱 落络 著着 蓝监 藏臧 虫中 虚虑 虑虚 蜂峰 血皿
行往 街衔 补扑 表衷 袋贷 被披 披被 裸课 课裸 要耍 视祝 祝视 角用 解鲜 触独 计讨 讨计 认队 议仪 仪议
让上 训川 讲进 进讲 许计 论沦 访仿 证征 征证 评坪 词同 译泽 试式 诗侍 详样 误吴 诸猪 调凋 谈淡 谣遥
谷容 象像 负员 员负 责债 败贩 贩败 质盾 贫贪 贪贫 费赞 资姿 赔陪 赛塞 走足 起赶 超赵 越趋 足走 路跨
踪综 轨执 转较 轮抡 软欠 辅铺 铺辅 辆俩 输愉 辖割 边力 达迭 迁千 过边 运远 远运 近斤 还坏 违伟 伟违
连莲 述迷 迷述 退追 追退 送关 适括 选洗 递第 通涌 逾愉 遗贵 避壁 邮由 邻令 酿良 采菜 释择 重童 野墅
量重 钢纲 纲钢 铁轶 铁铗 银根 链键 锅祸 镇慎 镇填 长卡 门问 闭闲 闲闭 间闻 队认 防妨 阳阴 阴阳 阵陈
阻组 附付 陆击 陈阵 降绛 限恨 院完 除余 险检 陪倍 障章 难准 集渠 雨两 两雨 雪雷 雷雪 需儒 露路 青清
静净 面而 革草 草革 音意 顶项 项顶 须项 顺须 顾硕 预顶 领颂 颂领 题提 风凤 飞乙 食良 餐察 饮钦 饲伺
伺饲 馆管 首百 骗编 编骗 高局 鲜解 鸡鸣 鸣鸡 麦表 黑墨 龄铃
"""
"""What stands printed and what is meant, two characters a pair."""


def common() -> list[str]:
    """The 3,755 common characters of GB 2312."""
    cells = ((row, cell) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return [bytes(pair).decode("gb2312") for pair in cells if pair <= (0xD7, 0xF9)]


def drawn(characters: list[str], font: str) -> dict[tuple[str, str], float]:
    """How alike the characters are that are most alike."""
    import numpy as np
    from PIL import Image, ImageDraw, ImageFont

    face = ImageFont.truetype(font, 40)
    rows = []
    for character in characters:
        image = Image.new("L", (48, 48), 0)
        ImageDraw.Draw(image).text((4, 0), character, font=face, fill=255)
        small = np.asarray(image.resize((24, 24), Image.Resampling.BILINEAR), dtype=np.float32)
        wide = np.pad(small, 1)
        soft = sum(wide[y : y + 24, x : x + 24] for y in range(3) for x in range(3))
        rows.append(soft.ravel() - soft.mean())
    shapes = np.array(rows)
    shapes /= np.linalg.norm(shapes, axis=1, keepdims=True) + 1e-9
    found = {}
    for at, one in enumerate(characters):
        likeness = shapes @ shapes[at]
        for near in np.argsort(-likeness)[1 : NEAREST + 1]:
            found[one, characters[near]] = float(likeness[near])
    return found


def table(
    alike: dict[tuple[str, str], float], used: Counter[str], by_hand: Iterable[str]
) -> list[tuple[str, str]]:
    """The rows of look_alikes.csv."""
    meant: dict[str, set[str]] = defaultdict(set)
    for (one, other), likeness in alike.items():
        if likeness >= LEAST and max(used[one], used[other]) >= OFTEN:
            meant[one].add(other)
            meant[other].add(one)
    for pair in by_hand:
        meant[pair[0]].add(pair[1])
    return [(one, "".join(sorted(others))) for one, others in sorted(meant.items())]


if __name__ == "__main__":
    from topics_training import documents, write

    used: Counter[str] = Counter()
    for document in documents(heard=True):
        for duty in document.duties:
            used.update("".join(duty.row.texts))
    often = [one for one, times in used.items() if times >= OFTEN and "\u4e00" <= one <= "\u9fff"]
    characters = sorted({*common(), *often})
    write("look_alikes", COLUMNS, table(drawn(characters, sys.argv[1]), used, BY_HAND.split()))
