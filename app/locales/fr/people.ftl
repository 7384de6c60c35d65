people-title = Personnes
people-invite-claimants = Inviter des victimes
people-addresses = Adresses électroniques
people-addresses-hint = Collez-en autant que vous voulez : une par ligne, ou séparées par des virgules. « Nom <adresse> » convient aussi. Vous recevez un lien pour chacune ; aucun courriel ne part d’ici.
people-addresses-missing = Collez au moins une adresse électronique
people-addresses-many = Au plus { $most } adresses à la fois ; celles-ci sont { $count }
people-line-wrong = Ligne { $line } : « { $text } » n’est pas une adresse électronique.
people-make-links = Créer les liens
people-make-link = Créer le lien
people-invite-officer = Inviter un enquêteur ou un coordinateur
people-invite-officer-text = Un deuxième coordinateur doit les confirmer avant qu’ils ne voient quoi que ce soit. Assurez-vous de leur identité : demandez par un numéro ou une adresse que vous avez trouvés vous-même.
people-role = Rôle
people-role-missing = Choisissez à quel titre ils sont invités
people-role-claimant = Victime
people-role-coordinator = Coordinateur
people-role-investigator = Enquêteur
people-role-coordinator-about = Voit tous les dossiers et tous les totaux.
people-role-investigator-about = Ne voit que les rapports qui lui sont remis.
people-email-wrong = Entrez une adresse électronique, comme nom@example.org
people-state = État
people-do = Ce que vous pouvez faire
people-invitations = Invitations ouvertes
people-open = pas encore utilisée
people-expired = expirée
people-until = Valable jusqu’au
people-links-made = Liens créés
people-again = Nouveau lien
people-revoke = Retirer
people-members = Membres
people-access-until = jusqu’au
people-waiting = attend une deuxième personne
people-active = actif
people-not-begun = n’a pas commencé
people-confirm = Confirmer
people-new-link = Lien de connexion
people-end = Mettre fin à l’accès
people-links-title = Les liens que vous venez de créer
people-links-once = Ils ne sont montrés que maintenant : copiez-les, ou écrivez les courriels, avant de quitter cette page. Chacun fonctionne une seule fois.
people-skipped = Rien n’a été créé pour ces adresses, car elles font déjà partie du groupe ou ont une invitation ouverte : { $list }
people-link = Lien
people-mail = Courriel
people-write-mail = Écrire un courriel
people-links-csv = Télécharger la liste (CSV)
people-links-copy = La même liste, à copier
people-back = Retour aux personnes
people-mail-subject = Votre lien pour « { $incident } »
people-mail-body = Bonjour,

    voici votre lien personnel pour « { $incident } » :
    { $link }

    Il fonctionne une seule fois. Personne ne vous demandera jamais un mot de passe, une clé ou un paiement. Si vous ne l’attendiez pas, demandez à la personne qui coordonne votre groupe.
done-invitation-revoked = L’invitation a été retirée. Son lien ne fonctionne plus.
done-member-confirmed = Confirmé.
done-member-ended = Son accès a pris fin.
