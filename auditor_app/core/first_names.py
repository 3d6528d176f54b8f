"""First names that are common in Dutch, Swedish and English schools and are no other word there.

"Roos", "Klara", "Per", "Ben", "Mark", "Max", "Milan" or "April" are left out: they begin ordinary sentences too. The
list is short on purpose. It finds most notes that name someone without a title, and it cannot find all of them.
"""

from __future__ import annotations

from typing import Final

FIRST_NAMES: Final = frozenset(
    """
    ahmed aisha alex alexander alfie ali alice alicia alma alva amanda amelia amina anders andreas andrew anette anna
    anneke annelies annemarie annet annika anouk anton arjan arthur arvid astrid ava axel aya ayoub bart bas bengt
    benjamin bilal birgitta bram brian britt camilla carla caroline charlie charlotte chloe christopher claire daan dani
    daniel danny david deborah demi dennis dewi dirk ebba edvin edward edwin elias elif elin eline elizabeth ella ellen
    elsa emelie emil emilia emily emma erik esmee esther ethan eva evi evie fatima fatma femke fenna filip finn fleur
    floris frank freddie fredrik freja freya george gerard gijs gunilla gunnar gustav guus göran hamza hanna hannah
    hanneke hans harry hassan hedda helen helena henk henry hugo håkan ibrahim ida ilse ineke inge ingrid isaac isak
    isla jack jacob james jan janneke jasmijn jasper jayden jennifer jenny jeroen jesse jessica johan johanna john jonas
    joost joris joseph joshua judith julia julian julie jurre karen karin kees kerstin kevin khalid kim kjell koen lars
    laura leif lena liam lieke linda linnéa lisa lotte luca lucas lucy ludvig luuk maarten magnus maja malin marcel
    marcus margaret maria marieke marijke marijn martijn mats matthew mattias maud mees megan mehmet melvin merel meryem
    mia michael michel michiel mieke mikael mila mirjam moa mohamed mohammed monica monique moussa mustafa nadia naomi
    nicholas nicola niek niels nils nina noah noor nora oliver olivia omar oscar oskar patrick paul peter petra piet
    pieter rachel rebecca richard rik rob robert ruben rutger ruud saar sam samira samuel sander sanne sara sarah saskia
    selma sem signe sigrid simon sixten sjoerd sofia sofie sophia sophie stefan stella stephen stijn susan susanne
    suzanne sven tess teun theo thijs thomas tim tom tuva ulf ulrika vera viktor vincent walter willem william wilma wim
    wouter yara yasmin yasmina youssef yusuf yvonne zainab zoë åsa
    """.split()  # noqa: SIM905 - a list of names reads best as a text
)
