namespace Asan.Synthesize.Catalogue;

/// <summary>A medicine by its RxNorm code, with what one dispense costs in cents.</summary>
sealed record Drug(string Value, string Name, int Cents)
{
    public static readonly Drug Lisinopril = new("314076", "Lisinopril 10 mg tablet", 612);
    public static readonly Drug LisinoprilStrong = new("314077", "Lisinopril 20 mg tablet", 745);
    public static readonly Drug Hydrochlorothiazide = new("310798", "Hydrochlorothiazide 25 mg tablet", 288);
    public static readonly Drug AmlodipineWeak = new("308136", "Amlodipine 2.5 mg tablet", 431);
    public static readonly Drug Amlodipine = new("197361", "Amlodipine 5 mg tablet", 512);
    public static readonly Drug SimvastatinWeak = new("314231", "Simvastatin 10 mg tablet", 655);
    public static readonly Drug Simvastatin = new("312961", "Simvastatin 20 mg tablet", 790);
    public static readonly Drug Atorvastatin = new("259255", "Atorvastatin 80 mg tablet", 1_120);
    public static readonly Drug Metformin = new("860975", "Metformin 500 mg extended release tablet", 980);
    public static readonly Drug Insulin = new("106892", "Insulin human 70/30", 7_450);
    public static readonly Drug Albuterol = new("2123111", "Albuterol metered dose inhaler", 3_390);
    public static readonly Drug AlbuterolSolution = new("245314", "Albuterol 5 mg/ml for inhalation", 1_875);
    public static readonly Drug Fluticasone = new("895994", "Fluticasone 44 mcg inhaler, 120 puffs", 5_240);
    public static readonly Drug FluticasoneSalmeterol = new("896209", "Fluticasone 250 mcg with salmeterol inhaler", 9_815);
    public static readonly Drug AcetaminophenWeak = new("313782", "Acetaminophen 325 mg tablet", 210);
    public static readonly Drug Acetaminophen = new("198440", "Acetaminophen 500 mg tablet", 260);
    public static readonly Drug Ibuprofen = new("310965", "Ibuprofen 200 mg tablet", 240);
    public static readonly Drug IbuprofenChild = new("198405", "Ibuprofen 100 mg tablet", 235);
    public static readonly Drug Naproxen = new("849574", "Naproxen sodium 220 mg tablet", 330);
    public static readonly Drug AmoxicillinClavulanate = new("562251", "Amoxicillin 250 mg with clavulanate 125 mg tablet", 1_460);
    public static readonly Drug Amoxicillin = new("308192", "Amoxicillin 500 mg tablet", 640);
    public static readonly Drug PenicillinV = new("834061", "Penicillin V 250 mg tablet", 520);
    public static readonly Drug Nitrofurantoin = new("311995", "Nitrofurantoin 50 mg capsule", 1_310);
    public static readonly Drug PiperacillinTazobactam = new("1659149", "Piperacillin with tazobactam for injection", 8_830);
    public static readonly Drug MestranolNorethynodrel = new("235389", "Mestranol with norethynodrel", 2_150);
    public static readonly Drug NorethindronePack = new("757594", "Norethindrone 0.35 mg, pack for 28 days", 2_480);
    public static readonly Drug EtonogestrelImplant = new("389221", "Etonogestrel 68 mg implant", 31_000);
    public static readonly Drug Medroxyprogesterone = new("1000126", "Medroxyprogesterone 150 mg for injection", 6_420);
    public static readonly Drug EpoetinAlfa = new("205923", "Epoetin alfa 4000 units for injection", 12_780);
    public static readonly Drug Clopidogrel = new("309362", "Clopidogrel 75 mg tablet", 890);
    public static readonly Drug AspirinLow = new("243670", "Aspirin 81 mg tablet", 150);
    public static readonly Drug Warfarin = new("855332", "Warfarin 5 mg tablet", 480);
    public static readonly Drug Metoprolol = new("866412", "Metoprolol 100 mg extended release tablet", 870);
    public static readonly Drug Digoxin = new("197604", "Digoxin 0.125 mg tablet", 560);
    public static readonly Drug Furosemide = new("313988", "Furosemide 40 mg tablet", 345);
    public static readonly Drug Carvedilol = new("200033", "Carvedilol 25 mg tablet", 610);
    public static readonly Drug Nitroglycerin = new("705129", "Nitroglycerin 0.4 mg spray", 4_150);
    public static readonly Drug Sertraline = new("312938", "Sertraline 100 mg tablet", 720);
    public static readonly Drug Oxycodone = new("1049625", "Oxycodone 10 mg with acetaminophen 325 mg tablet", 1_990);
    public static readonly Drug Hydrocodone = new("856987", "Hydrocodone 5 mg with acetaminophen 300 mg tablet", 1_540);
    public static readonly Drug Diphenhydramine = new("1049630", "Diphenhydramine 25 mg tablet", 180);
    public static readonly Drug Fexofenadine = new("997488", "Fexofenadine 30 mg tablet", 410);
    public static readonly Drug Loratadine = new("665078", "Loratadine 5 mg chewable tablet", 380);
    public static readonly Drug Epinephrine = new("1870230", "Epinephrine 0.3 mg auto-injector", 34_400);
    public static readonly Drug FerrousSulfate = new("310325", "Ferrous sulfate 325 mg tablet", 190);
    public static readonly Drug Enoxaparin = new("854235", "Enoxaparin 40 mg prefilled syringe", 5_560);
    public static readonly Drug CoughSyrup = new("1043400", "Acetaminophen, dextromethorphan and doxylamine syrup", 690);
    public static readonly Drug Galantamine = new("310436", "Galantamine 4 mg tablet", 3_120);
    public static readonly Drug Prednisone = new("312615", "Prednisone 20 mg tablet", 290);
    public static readonly Drug Paclitaxel = new("583214", "Paclitaxel 100 mg for injection", 28_400);

    /// <summary>The hospital pharmacy's own number: no vocabulary knows it, so it must arrive as concept 0 and not be lost.</summary>
    public static readonly Drug HouseMixture = new("HB-0117", "House mixture for dry throat", 320);
}
