"""English names of divisions that a rule alone would get wrong: code, Chinese, English."""

ENGLISH = """
    100000 China
    110000 Beijing Municipality
    120115 Baodi District
    130225 Laoting County
    130406 Fengfeng Mining District
    130726 Yu County
    131025 Daicheng County
    140303 Kuang District
    140400 Changzhi City
    140428 Zhangzi County
    141024 Hongtong County
    141100 Lüliang City
    150000 Inner Mongolia Autonomous Region
    150100 Hohhot City
    150206 Bayan Obo Mining District
    150600 Ordos City
    150722 Morin Dawa Daur Autonomous Banner
    150724 Evenk Autonomous Banner
    150800 Bayannur City
    152221 Horqin Right Front Banner
    152500 Xilingol League
    152900 Alxa League
    211324 Harqin Left Wing Mongol Autonomous County
    220723 Qian'an County
    222404 Hunchun City
    231085 Muling City
    232700 Daxing'anling Prefecture
    310112 Minhang District
    321183 Jurong City
    330382 Yueqing City
    331000 Taizhou City
    331100 Lishui City
    340300 Bengbu City
    340722 Zongyang County
    341021 She County
    341500 Lu'an City
    341621 Guoyang County
    350200 Xiamen City
    361124 Yanshan County
    370214 Chengyang District
    371122 Ju County
    371481 Laoling City
    371522 Shen County
    371524 Dong'e County
    371722 Shan County
    410104 Guancheng Hui District
    410621 Xun County
    411104 Shaoling District
    411221 Mianchi County
    411726 Biyang County
    420116 Huangpi District
    429021 Shennongjia Forestry District
    440113 Panyu District
    441422 Dabu County
    441900 Dongguan City
    450000 Guangxi Zhuang Autonomous Region
    450328 Longsheng Various Nationalities Autonomous County
    450406 Longxu District
    450804 Qintang District
    500000 Chongqing Municipality
    511100 Leshan City
    511123 Qianwei County
    511424 Danleng County
    511527 Junlian County
    511800 Ya'an City
    511822 Yingjing County
    513200 Ngawa Tibetan and Qiang Autonomous Prefecture
    513300 Garzê Tibetan Autonomous Prefecture
    520203 Liuzhi Special District
    530825 Zhenyuan Yi, Hani and Lahu Autonomous County
    532323 Mouding County
    532800 Xishuangbanna Dai Autonomous Prefecture
    533103 Mangshi City
    533401 Shangri-La City
    540100 Lhasa City
    540200 Xigazê City
    542500 Ngari Prefecture
    610100 Xi'an City
    610118 Huyi District
    610829 Wubu County
    611026 Zhashui County
    620802 Kongtong District
    622926 Dongxiang Autonomous County
    632801 Golmud City
    640303 Hongsibu District
    650000 Xinjiang Uyghur Autonomous Region
    650100 Ürümqi City
    652823 Yuli County
    653100 Kashgar Prefecture
    659001 Shihezi City
    810000 Hong Kong Special Administrative Region
"""
