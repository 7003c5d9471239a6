"""English words that are nobody's name though they have a capital: those that join, and those that open a sentence."""

_JOINING = frozenset(
    (
        "a an the this that these those some any each every all both either neither no not none such same other another many much "
        "more most several few i he she it we you they his her its their our your my him them us who whom whose which what when where "
        "why how there here of to in on at by for from with without within into onto over under above below between among through "
        "throughout during before after until till since about around against along across behind beyond near next out up down off "
        "per via as than like unlike despite and or but nor so yet if unless whether because although though while whereas once is "
        "are was were be been being do does did has have had will would shall should can could may might must also only even just "
        "still then thus therefore hence however moreover furthermore meanwhile additionally besides instead otherwise finally lastly "
        "firstly secondly thirdly later earlier afterwards today yesterday tomorrow now again already currently recently previously "
        "together according regarding concerning including following given based due overall specifically particularly especially "
        "notably mr mrs ms dr yes"
    ).split()
)
_LIKE_PINYIN = frozenset(
    (
        "academician age agenda aide ailing aiming alike alone alongside angle anyone arena arise awake balance ban banning base "
        "baseline bike bone buying candidate canteen care career case cashier ceiling chance change chase cheer chime cinema cite "
        "citizen courier cute damage dance data database date dating debate decade decide dedicate defense delegate delicate "
        "demanding dense depending dike diligence dine dining dune eliminate elite emulate ending endurance endure engage enhance "
        "ensure entire facade face facilitate famine fare fate fence foreman future game gaming gate gene guidance guide guiding "
        "haze heritage house huge human humanitarian lake landing lane language late laying leisure lending license line lining "
        "linkage loan localize long machine machining made maiden maize make male man manage mandate mare marine maritime mature "
        "maximize me mean meantime media mediate men menu mere mice mile mine minimize mining minute mobile mobilize mode module "
        "mute name naming nature nine ocean one open outage outing pace page palace paying pen pending pile pine piping police "
        "policeman policewoman politician pure range rebate reduce refuse refute regulate rehabilitate relate relating reliance "
        "relocate relocating remaining remote rename reside residence residing resume retake retire rice riding rise route "
        "routine rule ruling run running sailing sale salute saying secure senate sense sequence sewage share shine shouting side "
        "silence simulate site size sunrise sunshine sure taken taxi tide tile time timeline timing tire tune tuning tunneling "
        "wage waiting warehouse woman women yuan"
    ).split()
)
"""English words that may be cut into Mandarin syllables, as far as a sentence of news is likely to open with one."""

_OPENING = frozenset(
    (
        "accidents achievements action actions activities additional address adequate agencies agriculture aid air all altogether annual "
        "applications approval areas arrangements articles assistance attendees attention authorities awards backbone banks benefits "
        "bids bodies branches bridges budgets builders buildings buses business businesses cadres capital cases centres centers "
        "challenges checks children cities citizens city clean clear coal committees communities companies company complaints "
        "completion compliance concrete conditions conference construction contracts cooperation costs counties county courses "
        "crews crime criteria cultural culture dams daily damaged deadlines deaths debts delays delegates demand demands departments "
        "deputies deputy details development difficulties digital director directors disaster disasters discussion districts drainage "
        "drills drivers duties earnings economic economy education efforts electricity emergency employees employers employment energy "
        "engineering engineers enterprise enterprises entrepreneurs environmental equipment events every everyone evidence exports "
        "factories factory families farmers feedback fees festival fewer figures final finance fire firefighters first fiscal flood "
        "floods food forces foreign four full funding funds further gas goods government governments grain green ground groups growth "
        "half health heads heating help high hidden hospitals hotels households housing illegal imports important improvement income "
        "increase individuals industrial industry information infrastructure innovation inspection inspections inspectors institutions "
        "insurance international investment investments investors issues items jobs judges key labour labor land large lawyers leaders "
        "leadership leading less lessons levels life light lines local losses loans main maintenance major managers manufacturing many "
        "market markets material materials measures media medical meeting meetings members minister ministers monitoring monthly "
        "national natural new news no nobody none notices nobody nothing number numbers objects offenders offices official officials "
        "old online only operations operators orders ordinary organisations organizations output output owners parents parks part "
        "participants parties partners party passengers patients patrols payments people performance permits personnel pilots place "
        "plan plans plants police policies policy pollution power preparation preparations president pressure prevention prices priority "
        "private problems procedures production products professional profits programme programmes programs progress project projects "
        "property proposals protection provinces public publicity pumps quality quarterly questions quick railways rain rainfall rates "
        "real records reform regional registration regulations relevant relief repairs reporters reports representatives rescue "
        "research residents resources responsibilities responsibility results revenue rivers road roads rules rural safety sales "
        "school schools science secretary sections security senior services seven several shops short shortages six skilled small social "
        "soldiers some special speakers spending staff standards state statistics steel steps strict strong students studies subsidies "
        "success summer supervision suppliers supplies support surveys systems talent talks targets taxes teachers teams technical "
        "technology ten tests the thanks third three tickets total tourism tourists towns trade traffic training transport travellers "
        "treatment trees twelve twenty two typical unemployment units universities urban users vehicles victims village villagers "
        "villages violations visitors voters warnings waste water weather welfare winter work workers works workshops world written year "
        "years yearly young"
    ).split()
)
"""English words of news that are likely to open a sentence and cannot be cut into Mandarin syllables."""
_ACTS = frozenset(
    (
        "said says told asked asks chaired chairs presided presides stressed stresses emphasised emphasized noted notes pointed urged "
        "urges demanded demands ordered called calls required requires requested instructed insisted announced added argued warned "
        "led leads visited visits inspected attended attends spoke speaks met meets wants wanted hopes hoped believes thinks explained "
        "replied promised pledged reported signed presented hosted hosts introduced"
    ).split()
)
"""What people do in news; behind a lone word in the singular they tell that it is somebody."""


def opens_sentences(word: str) -> bool:
    """Whether a lower-case word is one of those that news in English opens a sentence with."""
    return word in _OPENING


def acts(word: str) -> bool:
    """Whether a lower-case word says what a person does."""
    return word in _ACTS


def joins(word: str) -> bool:
    """Whether a lower-case word only joins, points or marks time."""
    return word in _JOINING


def is_ordinary(word: str) -> bool:
    """Whether a lower-case word that reads like pinyin is an everyday English one."""
    return word in _LIKE_PINYIN
