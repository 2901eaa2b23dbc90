"""What two whole names say of their bearers: one person, one who states less, a relative, or another."""

import pytest

from casefile.names import SAME_THRESHOLD, Answer, compare

ANSWERS = [
    # wanted, found, answer, why. All persons are invented.
    # all that both state agrees, one states less
    ("Brahim Cheikh Mahmoud Sidi", "Brahim Sidi", "compatible", "given and family of four"),
    ("Brahim Cheikh Mahmoud Sidi", "Brahim Cheikh", "compatible", "given and father of four"),
    ("Mohamed Ould Ahmed Ould Sidi", "Mohamed Ould Ahmed", "compatible", "grandfather left out"),
    ("Yussuf Omar Adan Farah", "Yusuf Farah", "compatible", "Somali chain, father and grandfather left out"),
    ("Tesfay Haile Gebre", "Tesfai Haile", "compatible", "Tigrinya chain"),
    ("Antonio García Morales", "Antonio García", "compatible", "the second surname left out"),
    ("Sergei Petrovich Volkov", "Sergei Volkov", "compatible", "patronymic left out"),
    ("محمد احمد سالم التكروري", "محمد التكروري", "compatible", "Arabic letters"),
    ("ابراهيم الشيخ سيدي", "Brahim Sidi", "compatible", "across scripts"),
    ("Aminata K. Sow", "Aminata Kadija Sow", "compatible", "an initial states less"),
    ("DIALLO Mamadou Lamine", "Mamadou Diallo", "compatible", "capitals: the family name comes first"),
    ("Diallo, Mamadou Lamine", "Mamadou Lamine", "compatible", "comma: the family name is what is missing"),
    ("Diallo Mamadou Lamine", "Mamadou Diallo", "compatible", "a known family name put first, in no capitals"),
    ("Belmokhtar Khaled Nasser", "Khaled Nasser", "compatible", "Bel + name is a family's"),
    ("John Peter Harwood", "Peter Harwood", "compatible", "two given names, called by the second"),
    ("Jean-Baptiste Mendy", "Baptiste Mendy", "compatible", "the same in Casamance"),
    # titles, devotional names, by-names
    ("Mohamed Lamine Badji", "Lamine Badji", "compatible", "devotional first name, no chain"),
    ("Mohamed Salem Ould Ahmed Ould Brahim", "Salem Ould Ahmed Ould Brahim", "compatible", "a given name of two words"),
    ("El Hadji Malick Sarr", "Malick Sarr", "compatible", "has made the pilgrimage"),
    ("Cheikh Tidiane Fall", "Tidiane Fall", "compatible", "title"),
    ("Sidi Ahmed Bouya", "Ahmed Bouya", "compatible", "title"),
    ("Abu Omar Khalid Jassim", "Khalid Jassim", "compatible", "by-name of a father"),
    ("Maria Conceição Tavares", "Conceição Tavares", "compatible", "devotional in Portuguese"),
    ("Sheikh Harun Mabrouk", "Harun Seif Mabrouk", "compatible", "a title first, and another part where it stood"),
    ("Belhadj Idris Abou El Fadl", "Idris Abou El Fadl", "compatible", "a name and a by-name are two parts"),
    ("Tarek Abu Salim al-Zawi", "Abu Salim al-Zawi", "compatible", "the bearer's by-name is not his father's name"),
    ("Emmanuel Lubanga Kasongo", "Lubanga Kasongo", "compatible", "a baptismal name before the Congolese one"),
    ("Habimana Victor Gasana", "Victor Gasana", "compatible", "and behind it, in Rwanda"),
    ("Pedro Almagro Lara, Jr.", "Pedro Almagro", "compatible", "Jr. tells of no family name put first"),
    ("Haji Amin Jan Wardaki", "Amin Jan Wardaki امین جان وردکی", "compatible", "in two scripts it is written twice"),
    ("Sergei Petrovich Vologdin", "Sergei Volog din", "compatible", "a line's end has cut a word in two"),
    # the first is missing and the next stands in its place
    ("George Samir Boutros", "Samir Boutros", "parent_or_child", "Christians of Arab countries have chains too"),
    ("Daniel Tesfay Gebremariam", "Tesfay Gebremariam", "parent_or_child", "and those of Eritrea"),
    ("Brahim Cheikh Sidi", "Mariem Brahim Cheikh Sidi", "parent_or_child", "bare chain"),
    ("Brahim Sidi", "Mariem Brahim Sidi", "parent_or_child", "bare chain of three"),
    ("Ahmed Ould Sidi", "Mohamed Ould Ahmed Ould Sidi", "parent_or_child", "with particles, however devotional"),
    ("Mariem Mint Ahmed Ould Sidi", "Ahmed Ould Sidi", "parent_or_child", "daughter"),
    ("Salah Ben Youssef", "Karim Ben Salah Ben Youssef", "parent_or_child", "Tunisia"),
    ("Mohamed Brahim Cheikh Sidi", "Brahim Cheikh Sidi", "parent_or_child", "the chain behind Mohamed is his father's"),
    ("Haile Gebre", "Tesfay Haile Gebre", "parent_or_child", "Tigrinya"),
    ("Omar Adan Farah", "Yusuf Omar Adan Farah", "parent_or_child", "Somali"),
    ("سالم التكروري", "احمد سالم التكروري", "parent_or_child", "Arabic letters"),
    # brother and sister
    ("Karim Bensaid", "Karima Bensaid", "other_sex", "Maghreb"),
    ("Amine Trabelsi", "Amina Trabelsi", "other_sex", "mute e against a"),
    ("Jamil Haddad", "Djamila Haddad", "other_sex", "in two spellings"),
    ("سمير العلوي", "سميرة العلوي", "other_sex", "Arabic letters"),
    ("سمير العلوي", "Samira Alaoui", "other_sex", "across scripts"),
    ("Antonio Reyes Cano", "Antonia Reyes Cano", "other_sex", "Spanish"),
    ("João Mário Vaz", "Joana Maria Vaz", "contradicting", "two given names that differ by more than an ending"),
    ("Mario Lopes", "Maria Lopes", "other_sex", "Portuguese"),
    ("Michel Mendy", "Michelle Mendy", "other_sex", "French, the mute ending is hers"),
    ("Aleksandr Volkov", "Aleksandra Volkova", "other_sex", "Russian"),
    ("Sidi Ould Ahmed", "Sidi Mint Ahmed", "other_sex", "Ould and Mint mark the bearer"),
    # the same ending where it is grammar, spelling or the family's
    ("Ibrahim Soumah", "Ibrahima Soumah", "same", "case ending of the Sahel"),
    ("Ousmane Kaba", "Ousmana Kaba", "same", "the same"),
    ("Haroun Maïga", "Harouna Maïga", "same", "the same"),
    ("Daoud Cissé", "Daouda Cissé", "same", "the same"),
    ("Lamin Bojang", "Lamine Bojang", "same", "mute e is spelling"),
    ("Samba Camara", "Sambo Camara", "same", "Fula o and a"),
    ("Halima Farah", "Halimo Farah", "same", "Somali o and a"),
    ("Issa Condé", "عيسى كوندي", "same", "the a is part of the name"),
    ("Fatma Ben Salah", "Fatma Bint Salah", "same", "Ben is a family's, of women too"),
    ("Amel Ben Youssef", "Amel Mint Youssef", "same", "it never contradicts Mint"),
    ("Saleh Mesbah", "صالح مصباح", "same", "an h that is heard is no ending of hers"),
    # two spellings
    ("Jo Chol Gyong", "Cho Ch'ol-kyo'ng", "same", "Korean: today's North and McCune-Reischauer"),
    ("Ri Un Gyu", "Lee Eun-kyu", "same", "Korean: North and South"),
    ("Pak Tae Min", "Park Dae-min", "same", "Korean: a family's own English"),
    ("Kim Chun Ho", "Kim Chung Ho", "contradicting", "Korean: n and ng make two syllables"),
    ("An Pong Bin", "An Pong Chol", "contradicting", "Korean: An and Bin are no particles there"),
    ("A. Rahman Obaidi", "Abdul Rahman Obaidi", "same", "an A. before a name of God is Abd"),
    ("Abu Abd al-Aziz Masri", "Abou Abdulaziz Masri", "same", "a by-name of a servant's name"),
    ("Zia-ud-Din Tareen", "Ziauddin Tareen", "same", "South Asian article"),
    ("Sa'd Mathani", "Saad Mazani", "same", "th and z for an Arabic dh"),
    ("Omar Bouslama", "Amor Bouslama", "same", "Omar in French registers"),
    ("Mbala Kalolele", "Mbala Karorele", "same", "l and r are one sound in Bantu languages"),
    ("Jelena Hadžić", "Јелена Хаџић", "same", "Gaj's Latin and Serbian Cyrillic"),
    ("Satya Rankella", "Satya Rantkela", "same", "a slip next to a doubled letter"),
    ("Ben Halloran", "Benjamin Halloran", "same", "Ben is a given name as well"),
    # everyday forms
    ("Naim Stanekzai", "Naimullah Stanekzai", "same", "the dropped -ullah"),
    ("Jamal Abdo", "Jamal Abdel Rahim", "same", "Abdo for any servant's name"),
    ("Michi Brandner", "Michaela Brandner", "same", "German"),
    ("Mina Sow", "Aminata Sow", "same", "Sahel"),
    ("Nasser Jibril", "Abdel Nasser Jibril", "same", "the dropped Abd"),
    ("Karim Haddad", "Abdulkarim Haddad", "same", "the same, in one word"),
    ("قادر المنصوري", "عبد القادر المنصوري", "same", "the same in Arabic letters"),
    ("Rahman Yusufzai", "عبد الرحمن يوسفزي", "same", "the same across scripts"),
    ("Ibou Ndiaye", "Ibrahima Ndiaye", "same", "Wolof"),
    ("Paco Herrera", "Francisco Herrera", "same", "Spanish"),
    ("Zeca Furtado", "José Furtado", "same", "Portuguese"),
    ("Manu Kouassi", "Emmanuel Kouassi", "same", "French"),
    ("Bob Cartwright", "Robert Cartwright", "same", "English"),
    ("Beppe Salvini", "Giuseppe Salvini", "same", "Italian"),
    ("Sasha Morozov", "Aleksandr Morozov", "same", "Russian"),
    ("Саша Морозов", "Александр Морозов", "same", "Russian, Cyrillic"),
    ("Memo Yildirim", "Mehmet Yildirim", "same", "Turkish"),
    ("Gebre Tesfamichael", "Gebremedhin Tesfamichael", "same", "Tigrinya"),
    ("Kobby Mensah", "Kwabena Mensah", "same", "Akan"),
    ("Garba Danjuma", "Abubakar Danjuma", "same", "Hausa"),
    # what differs
    ("Mahmoud Hamid", "Hamid Mahmoud Salem", "contradicting", "father and son exchanged, in bare names"),
    ("Ali Ould Sidi", "Sidi Ould Ali", "contradicting", "the same with particles"),
    ("Samba Oumar Ba", "Samba Idrissa Ba", "contradicting", "both state a middle name, and they differ"),
    ("Kim Yong Chol", "Kim Chol", "contradicting", "a syllable left out is another name"),
    ("Haji Sahib", "Haji Mullah Sahib Dad", "contradicting", "titles alone agree"),
    ("Fatou", "Fatou Sow", "contradicting", "a single name"),
    ("Sow", "Fatou Sow", "parent_or_child", "and a single family name"),
    ("Hamid Rahmani", "Abdel Majid Rahmani", "contradicting", "the servant of another name of God"),
    ("Khaleel Wardaki", "Abdul Jalil Wardaki", "contradicting", "two names of God's, near by a Spanish j alone"),
    ("Abdallah Salem", "Abdel Nasser Salem", "contradicting", "the same"),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "found", "answer", "why"), ANSWERS, ids=[f"{c[0]} / {c[1]}" for c in ANSWERS])
def test_answers(wanted: str, found: str, answer: str, why: str) -> None:
    match = compare(wanted, found)
    assert match.answer == answer, (why, match)
    turned = compare(found, wanted)
    assert (turned.answer, turned.score, turned.agreeing) == (match.answer, match.score, match.agreeing)
    assert match.same is (match.answer in (Answer.SAME, Answer.COMPATIBLE)) is (match.score >= SAME_THRESHOLD)
