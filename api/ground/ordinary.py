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


def joins(word: str) -> bool:
    """Whether a lower-case word only joins, points or marks time."""
    return word in _JOINING


def is_ordinary(word: str) -> bool:
    """Whether a lower-case word that reads like pinyin is an everyday English one."""
    return word in _LIKE_PINYIN
